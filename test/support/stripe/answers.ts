/**
 * The stand-in's responses: keys and permissions, idempotency, planned failures, and the check against Stripe's
 * document.
 */
import type { IncomingHttpHeaders } from 'node:http';
import { type Clock, DAY } from '../../../src/kernel/clock.ts';
import { type StandInAccount, StripeFailure } from './account.ts';
import { type Matched, stripeJudge } from './judge.ts';
import { newRef } from './objects.ts';
import { expanded, ROUTES } from './routes.ts';

export type FaultKind =
  /** Refused without effect: 429 for the whole account, and for one object. */
  | 'rate_limit'
  | 'lock_timeout'
  /** 409: a request with the same key is running. */
  | 'conflict'
  /** 500 without effect, and after the effect; both responses are stored under the key. */
  | 'error'
  | 'error_after'
  /** The connection ends without a response, before and after the effect. */
  | 'close'
  | 'close_after'
  /** No response ever comes, after the effect. */
  | 'hang_after';

export interface Fault {
  kind: FaultKind;
  method?: string;
  path: RegExp;
  /** The number of requests that fail; one by default. */
  times?: number;
  /** Sent as Retry-After, in seconds. */
  retryAfter?: number;
}

interface Answer {
  status: number;
  body: object;
  headers: Record<string, string>;
}

interface Ask {
  account: StandInAccount | null;
  method: string;
  path: string;
  parameters: object;
  headers: IncomingHttpHeaders;
}

interface Stored extends Answer {
  fingerprint: string;
  at: number;
}

const failure = (status: number, error: object): Answer => ({ status, body: { error }, headers: {} });

const PLANNED: Partial<Record<FaultKind, Answer>> = {
  rate_limit: failure(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' }),
  lock_timeout: failure(429, { type: 'invalid_request_error', code: 'lock_timeout', message: 'The object is locked.' }),
  conflict: failure(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message: 'It is running.' }),
  error: failure(500, { type: 'api_error', message: 'An unknown error occurred.' }),
  error_after: failure(500, { type: 'api_error', message: 'An unknown error occurred.' }),
};

/** Keys are forgotten after this time. */
const KEY_LIFE_MS = DAY;

interface AnswersOptions {
  clock: Clock;
  faults: Fault[];
  violations: string[];
}

export function createAnswers({ clock, faults, violations }: AnswersOptions) {
  const judge = stripeJudge();
  const stored = new Map<string, Stored>();
  for (const route of Object.keys(ROUTES)) {
    const [method = '', path = ''] = route.split(' ');
    const matched = judge.match(method, path.replaceAll(/\{\w+\}/g, 'x'));
    if (matched) judge.prepare(matched);
  }

  function nextFault({ method, path }: Ask): Fault | null {
    const fault = faults.find((one) => one.path.test(path) && (one.method ?? method) === method && one.times !== 0);
    if (fault) fault.times = (fault.times ?? 1) - 1;
    return fault ?? null;
  }

  function act(account: StandInAccount, matched: Matched, parameters: object): Answer {
    try {
      const handler = ROUTES[`${matched.method} ${matched.path}`];
      if (!handler) throw new StripeFailure(404, { type: 'invalid_request_error', message: 'Unrecognized request.' });
      const { expand = [], ...given } = parameters as { expand?: string[] };
      const answer = handler(account, given, matched.ids as [string, ...string[]]);
      return { status: 200, body: expanded(account, answer, expand), headers: {} };
    } catch (error) {
      if (error instanceof StripeFailure) return failure(error.status, error.error);
      throw error;
    }
  }

  function withKey(ask: Ask & { account: StandInAccount }, key: string | null, run: () => Answer): Answer {
    if (key === null) return run();
    const name = `${ask.account.id} ${key}`;
    const fingerprint = `${ask.method} ${ask.path} ${JSON.stringify(ask.parameters)}`;
    const known = stored.get(name);
    if (known && clock.now().getTime() - known.at < KEY_LIFE_MS) {
      if (known.fingerprint === fingerprint)
        return { ...known, headers: { ...known.headers, 'idempotent-replayed': 'true' } };
      const message = 'Keys for idempotent requests can only be used with the same parameters.';
      return failure(400, { type: 'idempotency_error', message });
    }
    const answer = run();
    // A request that was refused as invalid has not begun and is not stored.
    if (answer.status !== 400) stored.set(name, { ...answer, fingerprint, at: clock.now().getTime() });
    return answer;
  }

  function refusal({ account, method, path }: Ask): Answer | null {
    if (!account) return failure(401, { type: 'invalid_request_error', message: 'Invalid API Key provided.' });
    const verb = method === 'GET' ? 'read' : 'write';
    const lacks = [...account.missing].some((one) => `${verb} ${path}`.startsWith(one));
    const message = 'The provided key does not have the required permissions for this endpoint.';
    return lacks ? failure(403, { type: 'invalid_request_error', message }) : null;
  }

  function judged(matched: Matched, answer: Answer): Answer {
    for (const problem of judge.response(matched, answer.status, answer.body))
      violations.push(`Response of ${matched.method} ${matched.path} (${answer.status}): ${problem}`);
    return answer;
  }

  /** A failure that the test has planned, if it comes before the effect. */
  function planned(fault: Fault | null): Answer | 'close' | null {
    if (fault?.kind === 'close') return 'close';
    const answer = fault && !fault.kind.endsWith('_after') ? PLANNED[fault.kind] : undefined;
    if (!answer) return null;
    const wait: Record<string, string> =
      fault?.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) };
    return { ...answer, headers: { 'request-id': newRef('req'), ...wait } };
  }

  return {
    async answer(ask: Ask): Promise<Answer | 'close' | 'hang'> {
      const matched = judge.match(ask.method, ask.path);
      if (!matched) {
        violations.push(`Stripe has no ${ask.method} ${ask.path}.`);
        return failure(404, { type: 'invalid_request_error', message: 'Unrecognized request URL.' });
      }
      const refused = refusal(ask);
      if (refused) return judged(matched, refused);
      const original = structuredClone(ask.parameters);
      const problems = judge.request(matched, ask.parameters);
      if (problems.length > 0) {
        violations.push(...problems.map((problem) => `Request ${ask.method} ${ask.path}: ${problem}`));
        return failure(400, { type: 'invalid_request_error', code: 'parameter_unknown', message: problems[0] ?? '' });
      }
      const fault = nextFault(ask);
      const early = planned(fault);
      if (early === 'close') return 'close';
      const known = ask as Ask & { account: StandInAccount };
      const given = ask.headers['idempotency-key'];
      const key = ask.method === 'POST' && typeof given === 'string' ? given : null;
      // Refusals of too many or of concurrent requests are not stored under the key.
      if (early && early.status !== 500) return early;
      const answer = withKey({ ...known, parameters: original }, key, () => {
        if (early) return early;
        const done = judged(matched, act(known.account, matched, ask.parameters));
        return fault?.kind === 'error_after' ? (PLANNED.error_after as Answer) : done;
      });
      if (fault?.kind === 'close_after') return 'close';
      return fault?.kind === 'hang_after' ? 'hang' : answer;
    },
  };
}
