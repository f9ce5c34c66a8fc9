/**
 * A stateful server on this machine that speaks the part of Stripe's API that the adapter uses. Every request and every
 * response is judged by Stripe's published document; `close` throws if one violates it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import qs from 'qs';
import { type Clock, systemClock } from '../../../src/kernel/clock.ts';
import { StandInAccount, StripeFailure } from './account.ts';
import { createAnswers, type Fault } from './answers.ts';
import { answerBank, serveBrowser } from './browserSide.ts';
import { newRef, type StripeObject } from './objects.ts';
import { type Delivery, deliver } from './webhooks.ts';

/** A request that the stand-in received. */
interface SeenRequest {
  method: string;
  path: string;
  parameters: object;
  headers: IncomingMessage['headers'];
  /** A monotonic time in milliseconds. */
  at: number;
}

export interface StripeStandIn {
  /** The base address of the API. */
  readonly url: string;
  /** The address of the script for browsers. */
  readonly script: string;
  readonly requests: SeenRequest[];
  /** A new account and a restricted key for it. */
  account(options?: { live?: boolean; missing?: string[] }): { account: StandInAccount; key: string };
  /** Another key for an account; the old ones stay valid until they are removed from `account.keys`. */
  newKey(account: StandInAccount): string;
  /** The next requests to paths that match fail in this way. */
  fail(fault: Fault): void;
  /** Ends the faults that no request has met yet. */
  recover(): void;
  /** The customer confirms a payment at the bank, or gives up. */
  answerBank(account: StandInAccount, intentId: string, confirmed?: boolean): StripeObject;
  /** The webhook of an event as it is sent to the account's endpoint, or signed with another secret. */
  delivery(account: StandInAccount, event: StripeObject, signing?: { secret?: string; at?: Date }): Delivery;
  /** Throws if a request or a response has violated Stripe's document. */
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const PARSE = { arrayLimit: 1000, depth: 10 };

export async function startStripe({ clock = systemClock }: { clock?: Clock } = {}): Promise<StripeStandIn> {
  const accounts = new Set<StandInAccount>();
  const requests: SeenRequest[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  const answers = createAnswers({ clock, faults, violations });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    if (await serveBrowser({ accounts, answers }, request, response, body)) return;
    const { pathname: path, search } = new URL(request.url ?? '/', 'http://stripe');
    const parameters = qs.parse(request.method === 'POST' ? body : search.slice(1), PARSE);
    const { method = 'GET', headers } = request;
    requests.push({ method, path, parameters: structuredClone(parameters), headers, at: performance.now() });
    const key = headers.authorization?.replace('Bearer ', '') ?? '';
    const account = [...accounts].find(({ keys }) => keys.has(key)) ?? null;
    account?.elapse();
    const answer = await answers.answer({ account, method, path, parameters, headers });
    if (answer === 'close') {
      response.socket?.destroy();
      return;
    }
    if (answer === 'hang') return;
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(JSON.stringify(answer.body));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      violations.push(`The stand-in failed: ${String(error)}`);
      response.writeHead(500).end('{"error":{"type":"api_error","message":"The stand-in failed."}}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const newKey = (account: StandInAccount): string => {
    const key = `rk_${account.live ? 'live' : 'test'}_${newRef('canary').replaceAll('_', '')}KEYMUSTNOTLEAK`;
    account.keys.add(key);
    return key;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    script: `http://127.0.0.1:${port}/endive/stripe.js`,
    requests,
    newKey,
    account({ live = false, missing = [] } = {}) {
      const account = new StandInAccount({ live, clock, missing });
      accounts.add(account);
      return { account, key: newKey(account) };
    },
    fail: (fault) => void faults.push(fault),
    recover: () => void faults.splice(0),
    answerBank(account, intentId, confirmed = true) {
      const intent = account.get(intentId, 'payment_intent');
      try {
        answerBank(account, intent, confirmed);
      } catch (error) {
        if (!(error instanceof StripeFailure)) throw error;
      }
      return intent;
    },
    delivery: (account, event, signing = {}) => deliver(account, event, { at: clock.now(), ...signing }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (violations.length > 0) throw new Error(`Stripe's document is violated:\n${violations.join('\n')}`);
    },
  };
}
