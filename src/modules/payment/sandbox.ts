/**
 * The embedded sandbox provider: it moves no money and runs inside the process. The token that a payment method was
 * attached with decides its behavior, so that every outcome can be produced by hand and in tests.
 */
import { randomBytes } from 'node:crypto';
import { deriveKey, keyedHash } from '../../kernel/secrets.ts';
import {
  type AttachedMethod,
  type AuthorizationRequest,
  type AuthorizationResult,
  GatewayDeclined,
  GatewayTokenInvalid,
  GatewayUnavailable,
  type PaymentGateway,
} from './gateway.ts';
import { type SandboxAuthorization, SandboxState } from './sandboxState.ts';
import { behaviorOf, SANDBOX_TOKENS } from './sandboxTokens.ts';

export interface SandboxGateway extends PaymentGateway {
  /** Every authorization that was ever made, for tests: the captured ones are the money that customers paid. */
  readonly authorizations: ReadonlyMap<string, SandboxAuthorization>;
  readonly detached: ReadonlySet<string>;
}

interface SandboxOptions {
  /** The file that its state is stored in. */
  journal?: string;
  /** True in production. */
  testCompaniesOnly?: boolean;
}

/** Creates a sandbox. `secret` derives its fingerprints. */
export function createSandbox(secret: string, options: SandboxOptions = {}): SandboxGateway {
  const { journal, testCompaniesOnly = false } = options;
  const key = deriveKey(secret, 'sandbox-webhook');
  const state = new SandboxState(journal);
  return {
    name: 'sandbox',
    testCompaniesOnly,
    get authorizations() {
      return state.authorizations;
    },
    detached: state.detached,
    createCustomer: async ({ customerId }) => ({ ref: `sbx_${customerId}` }),
    createSetupIntent: async () => ({ clientSecret: `sbx_seti_${random()}`, publishableKey: 'sbx_pk_test' }),
    attachMethod: async ({ token }) => attach(token, keyedHash(key, token).slice(0, 16)),
    detachMethod: async (ref) => state.record({ detached: ref }),
    authorize: async (request) => authorize(state, request),
    capture: async (ref) => capture(state, ref),
    async authorizationState(ref) {
      // Without a journal, an authorization from before a restart is unknown and can still be captured.
      const current = state.authorizations.get(ref)?.state ?? 'authorized';
      return current === 'failed' ? { state: current, declineCode: LOST.declineCode } : { state: current };
    },
    async cancelAuthorization(ref) {
      if (state.authorizations.get(ref)?.state === 'authorized') state.record({ ref, state: 'canceled' });
    },
  };
}

const LOST = { outcome: 'failed', declineCode: 'expired_authorization' } as const;
const random = () => randomBytes(12).toString('hex');

function attach(token: string, fingerprint: string): AttachedMethod {
  const method = Object.hasOwn(SANDBOX_TOKENS, token) ? SANDBOX_TOKENS[token] : undefined;
  if (!method) throw new GatewayTokenInvalid('The sandbox has no such token.');
  if (method.refused) throw new GatewayDeclined(method.refused);
  const { behavior: _behavior, refused: _refused, ...facts } = method;
  return { ...facts, ref: `sbx_${token}_${random()}`, fingerprint };
}

function authorize(state: SandboxState, request: AuthorizationRequest): AuthorizationResult {
  if (behaviorOf(request.methodRef) === 'unavailable')
    throw new GatewayUnavailable('The token of this method makes the sandbox unavailable.');
  const known = state.resultOf(request.idempotencyKey);
  if (known) return known;
  const result = resultFor(request);
  state.record({ key: request.idempotencyKey, result, request });
  return result;
}

function capture(state: SandboxState, ref: string): Awaited<ReturnType<PaymentGateway['capture']>> {
  const current = state.authorizations.get(ref)?.state;
  if (ref.endsWith('_lost')) {
    if (current === 'authorized') state.record({ ref, state: 'failed' });
    return LOST;
  }
  if (current === 'canceled') return { outcome: 'failed', declineCode: 'authorization_canceled' };
  if (current === 'authorized') state.record({ ref, state: 'captured' });
  return { outcome: 'captured' };
}

function resultFor({ methodRef }: AuthorizationRequest): AuthorizationResult {
  const behavior = behaviorOf(methodRef);
  if (behavior === undefined || behavior === 'decline') return { outcome: 'declined', declineCode: 'card_declined' };
  if (behavior === 'insufficient_funds') return { outcome: 'declined', declineCode: 'insufficient_funds' };
  if (behavior === 'authentication')
    return { outcome: 'authentication_required', clientSecret: `sbx_secret_${random()}` };
  return { outcome: 'authorized', ref: `sbx_auth_${random()}${behavior === 'capture_fails' ? '_lost' : ''}` };
}
