/** Stripe as a browser sees it: the script, its frames, the bank's page, and the calls with a client secret. */
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type StandInAccount, StripeFailure } from './account.ts';
import type { createAnswers } from './answers.ts';
import type { StripeObject } from './objects.ts';
import { settle } from './payments.ts';
import { confirmSetup } from './setups.ts';

const SCRIPTS = new URL('script/', import.meta.url);
const TYPES: Record<string, string> = { js: 'text/javascript', html: 'text/html' };
const FILE = /^\/endive\/([a-z]+\.(js|html))$/;
/** The page of a bank to which a customer is sent, and the two choices on it. */
const REDIRECT = /^\/redirect\/authenticate\/(seti_\w+)(?:\/(yes|no))?$/;

interface BrowserSide {
  accounts: ReadonlySet<StandInAccount>;
  answers: ReturnType<typeof createAnswers>;
}

interface Found {
  account: StandInAccount;
  object: StripeObject;
}

/** The customer confirms a payment at the bank, or does not. */
export function answerBank(account: StandInAccount, intent: StripeObject, confirmed: boolean): void {
  const method = account.get(intent.payment_method, 'payment_method');
  const refusal = { kind: 'declined', code: 'payment_intent_authentication_failure' } as const;
  settle(account, intent, method, confirmed ? { kind: 'succeeds' } : refusal);
}

function refuseSetup(account: StandInAccount, setup: StripeObject): never {
  const method = account.get(setup.payment_method, 'payment_method');
  const error = {
    type: 'invalid_request_error',
    code: 'setup_intent_authentication_failure',
    message: 'The latest attempt to set up the payment method has failed because authentication failed.',
  };
  Object.assign(setup, { status: 'requires_payment_method', next_action: null, payment_method: null });
  setup.last_setup_error = { ...error, payment_method: structuredClone(method) };
  account.emit('setup_intent.setup_failed', setup);
  throw new StripeFailure(400, error);
}

function bank({ account, object }: Found, confirmed: boolean): object {
  try {
    if (object.object === 'payment_intent') answerBank(account, object, confirmed);
    else if (confirmed) confirmSetup(account, object, {});
    else refuseSetup(account, object);
    return object;
  } catch (error) {
    if (error instanceof StripeFailure) return { error: error.error };
    throw error;
  }
}

/** Serves a browser's request; false for one to the API. */
export async function serveBrowser(
  { accounts, answers }: BrowserSide,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<boolean> {
  const path = new URL(request.url ?? '/', 'http://stripe').pathname;
  const find = (fits: (object: StripeObject) => boolean): Found | undefined =>
    [...accounts].flatMap((account) =>
      [...account.objects.values()].filter(fits).map((object) => ({ account, object })),
    )[0];
  const send = (type: string, text: string | Buffer) => {
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'access-control-allow-origin': '*' });
    response.end(text);
    return true;
  };
  const file = FILE.exec(path);
  if (file) return send(TYPES[file[2] ?? ''] ?? '', readFileSync(new URL(file[1] ?? '', SCRIPTS)));
  const [, setupId, choice] = REDIRECT.exec(path) ?? [];
  if (setupId) return serveRedirect(find(({ id }) => id === setupId) as Found, choice, response, send);
  if (!path.startsWith('/standin/')) return false;
  const given = JSON.parse(body);
  const found = find(({ client_secret }) => client_secret === given.secret);
  if (!found) return send('application/json', '{"body":{"error":{"type":"invalid_request_error"}}}');
  if (path === '/standin/bank')
    return send('application/json', JSON.stringify({ body: bank(found, given.confirmed === true) }));
  const { method, path: asked, parameters } = given;
  const answer = await answers.answer({ account: found.account, method, path: asked, parameters, headers: {} });
  return send('application/json', JSON.stringify(typeof answer === 'string' ? { body: { error: {} } } : answer));
}

function serveRedirect(
  found: Found,
  choice: string | undefined,
  response: ServerResponse,
  send: (type: string, text: string) => boolean,
): boolean {
  const { id, client_secret, next_action } = found.object;
  if (!choice) {
    const link = (answer: string, text: string) =>
      `<p><a href="/redirect/authenticate/${id}/${answer}">${text}</a></p>`;
    return send('text/html', `<!doctype html><title>Wallet</title>${link('yes', 'Authorize')}${link('no', 'Refuse')}`);
  }
  const back = new URL(next_action.redirect_to_url.return_url);
  bank(found, choice === 'yes');
  back.searchParams.set('setup_intent', id);
  back.searchParams.set('setup_intent_client_secret', client_secret);
  back.searchParams.set('redirect_status', choice === 'yes' ? 'succeeded' : 'failed');
  response.writeHead(302, { location: back.href }).end();
  return true;
}
