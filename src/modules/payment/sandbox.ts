/**
 * The embedded sandbox provider: it moves no money and lives inside the process. What an instrument does is told by
 * the token it was made from, so that every path of the program can be walked by hand and in tests. With a journal
 * its memory outlives the process.
 */
import { randomBytes } from 'node:crypto';
import { deriveKey, equalSecrets, keyedHash } from '../../kernel/secrets.ts';
import {
  type AttachedMethod,
  type AuthorizationRequest,
  type AuthorizationResult,
  GatewayDeclined,
  type GatewayEvent,
  GatewayTokenInvalid,
  GatewayUnavailable,
  type PaymentGateway,
} from './gateway.ts';
import { fileJournal, memoryJournal } from './sandboxJournal.ts';

type Behavior = 'success' | 'decline' | 'insufficient_funds' | 'authentication' | 'unavailable' | 'capture_fails';

interface SandboxInstrument extends Omit<AttachedMethod, 'ref' | 'fingerprint'> {
  behavior: Behavior;
  /** Refused already when it is attached. */
  refused?: string;
}

const card = (
  brand: string,
  lastFour: string,
  behavior: Behavior = 'success',
  refused?: string,
): SandboxInstrument => ({
  kind: 'CARD',
  brand,
  lastFour,
  expiryMonth: 12,
  expiryYear: 2034,
  behavior,
  ...(refused ? { refused } : {}),
});
const bank = (kind: 'SEPA_DEBIT' | 'US_BANK_ACCOUNT' | 'BACS_DEBIT', lastFour: string): SandboxInstrument => ({
  ...card(kind.toLowerCase(), lastFour),
  kind,
  brand: null,
  expiryMonth: null,
  expiryYear: null,
});

/** The tokens that the sandbox's form would give out, and what becomes of them. */
export const SANDBOX_TOKENS: Readonly<Record<string, SandboxInstrument>> = {
  tok_visa: card('visa', '4242'),
  tok_mastercard: card('mastercard', '4444'),
  tok_amex: card('amex', '0005'),
  tok_sepa_debit: bank('SEPA_DEBIT', '3000'),
  tok_us_bank_account: bank('US_BANK_ACCOUNT', '6789'),
  tok_bacs_debit: bank('BACS_DEBIT', '2345'),
  tok_paypal: { ...card('paypal', ''), kind: 'PAYPAL', lastFour: null, expiryMonth: null, expiryYear: null },
  /** Can be attached; every payment is declined. */
  tok_charge_declined: card('visa', '0341', 'decline'),
  tok_insufficient_funds: card('visa', '9995', 'insufficient_funds'),
  /** Every payment asks the customer to confirm. */
  tok_authentication_required: card('visa', '3155', 'authentication'),
  /** The provider never answers when it is charged. */
  tok_provider_unavailable: card('visa', '0119', 'unavailable'),
  /** Authorized, but lost when it is captured. */
  tok_capture_fails: card('visa', '0259', 'capture_fails'),
  /** Refused when it is attached. */
  tok_refused: card('visa', '0002', 'decline', 'card_declined'),
};

export interface SandboxAuthorization {
  ref: string;
  request: AuthorizationRequest;
  state: 'authorized' | 'captured' | 'canceled' | 'failed';
}

export interface SandboxGateway extends PaymentGateway {
  /** Everything that was ever reserved, for tests: what was captured is what customers paid. */
  readonly authorizations: ReadonlyMap<string, SandboxAuthorization>;
  readonly detached: ReadonlySet<string>;
}

type Entry =
  | { key: string; result: AuthorizationResult; request: AuthorizationRequest }
  | { ref: string; state: SandboxAuthorization['state'] }
  | { detached: string };

/** A sandbox provider; `secret` signs its webhooks and makes its references, `journal` is the file that it remembers by. */
export function createSandbox(secret: string, { journal: file }: { journal?: string } = {}): SandboxGateway {
  const key = deriveKey(secret, 'sandbox-webhook');
  const byKey = new Map<string, AuthorizationResult>();
  const authorizations = new Map<string, SandboxAuthorization>();
  const detached = new Set<string>();
  const journal = file ? fileJournal<Entry>(file) : memoryJournal<Entry>();

  function catchUp(): void {
    for (const entry of journal.news()) {
      if ('detached' in entry) detached.add(entry.detached);
      else if ('state' in entry) {
        const authorization = authorizations.get(entry.ref);
        if (authorization) authorization.state = entry.state;
      } else {
        const { request, result } = entry;
        byKey.set(entry.key, result);
        if (result.outcome === 'authorized')
          authorizations.set(result.ref, { ref: result.ref, request, state: 'authorized' });
      }
    }
  }
  function remember(entry: Entry): void {
    journal.append(entry);
    catchUp();
  }
  catchUp();

  /** A method's reference tells its token, so that it needs no entry of its own. */
  const instrumentOf = (ref: string): SandboxInstrument | undefined =>
    SANDBOX_TOKENS[/^sbx_(tok_[a-z_]+)_[0-9a-f]{24}$/.exec(ref)?.[1] ?? ''];

  const decide = (request: AuthorizationRequest): AuthorizationResult => {
    const behavior = instrumentOf(request.methodRef)?.behavior;
    if (behavior === undefined || behavior === 'decline') return { outcome: 'declined', declineCode: 'card_declined' };
    if (behavior === 'insufficient_funds') return { outcome: 'declined', declineCode: 'insufficient_funds' };
    if (behavior === 'authentication')
      return { outcome: 'authentication_required', clientSecret: `sbx_secret_${randomBytes(12).toString('hex')}` };
    const ref = `sbx_auth_${randomBytes(12).toString('hex')}${behavior === 'capture_fails' ? '_lost' : ''}`;
    return { outcome: 'authorized', ref };
  };

  return {
    name: 'sandbox',
    get authorizations() {
      catchUp();
      return authorizations;
    },
    detached,
    createCustomer: async ({ customerId }) => ({ ref: `sbx_${customerId}` }),
    createSetupIntent: async () => ({
      clientSecret: `sbx_seti_${randomBytes(12).toString('hex')}`,
      publishableKey: 'sbx_pk_test',
    }),
    async attachMethod({ token }) {
      const instrument = Object.hasOwn(SANDBOX_TOKENS, token) ? SANDBOX_TOKENS[token] : undefined;
      if (!instrument) throw new GatewayTokenInvalid('The sandbox knows no such token.');
      if (instrument.refused) throw new GatewayDeclined(instrument.refused);
      const { behavior: _behavior, refused: _refused, ...facts } = instrument;
      return {
        ...facts,
        ref: `sbx_${token}_${randomBytes(12).toString('hex')}`,
        fingerprint: keyedHash(key, token).slice(0, 16),
      };
    },
    async detachMethod(ref) {
      remember({ detached: ref });
    },
    async authorize(request) {
      if (instrumentOf(request.methodRef)?.behavior === 'unavailable')
        throw new GatewayUnavailable('The sandbox was told not to answer.');
      catchUp();
      const known = byKey.get(request.idempotencyKey);
      if (known) return known;
      const result = decide(request);
      remember({ key: request.idempotencyKey, result, request });
      return result;
    },
    async capture(ref) {
      catchUp();
      const authorization = authorizations.get(ref);
      if (ref.endsWith('_lost')) {
        if (authorization?.state === 'authorized') remember({ ref, state: 'failed' });
        return LOST;
      }
      if (authorization?.state === 'canceled') return { outcome: 'failed', declineCode: 'authorization_canceled' };
      if (authorization?.state === 'authorized') remember({ ref, state: 'captured' });
      return { outcome: 'captured' };
    },
    async authorizationState(ref) {
      catchUp();
      // One from before a restart without a journal can still be taken, like the sandbox' cards can always be charged.
      const state = authorizations.get(ref)?.state ?? 'authorized';
      return state === 'failed' ? { state, declineCode: LOST.declineCode } : { state };
    },
    async cancelAuthorization(ref) {
      catchUp();
      if (authorizations.get(ref)?.state === 'authorized') remember({ ref, state: 'canceled' });
    },
    async readWebhook({ headers, body }): Promise<GatewayEvent | null> {
      if (!equalSecrets(headers.get('sandbox-signature') ?? '', keyedHash(key, body))) return null;
      return JSON.parse(body) as GatewayEvent;
    },
  };
}

const LOST = { outcome: 'failed', declineCode: 'expired_authorization' } as const;
