/**
 * Refuses settings with which a production must not start: each problem is one sentence, and all are reported at once.
 */

interface Settings {
  PORTICO_SECRET?: string | undefined;
  PORTICO_PREVIOUS_SECRET?: string | undefined;
  PUBLIC_URL?: string | undefined;
  TRUSTED_PROXY_HOPS?: number | undefined;
  ALLOW_PLAIN_HTTP?: boolean | undefined;
  DATABASE_URL?: string | undefined;
  DATA_DIR?: string | undefined;
  GRAPHIQL?: boolean | undefined;
  DEMO_DATA?: boolean | undefined;
  POSTMARK_SERVER_TOKEN?: string | undefined;
  SMTP_URL?: object | undefined;
  MAIL_FROM?: string | undefined;
  STRIPE_API_BASE?: string | undefined;
  STRIPE_JS_URL?: string | undefined;
}

/** Texts that people put where a secret belongs; long enough to be no part of a random secret. */
const PLACEHOLDER = /change.?(?:me|it)|place.?holder|example|password|your.?secret|secret.?key|lorem.?ipsum|portico/i;
/** A random secret of 32 hexadecimal digits has about 110 bits by this measure, and hardly ever less than 90. */
const LEAST_BITS = 85;

/** Why a text is no random secret; undefined if it may be one. */
export function weaknessOf(secret: string): string | undefined {
  const characters = [...secret];
  if (PLACEHOLDER.test(secret)) return 'is a placeholder';
  if (repeats(secret)) return 'repeats itself';
  const steps = characters.slice(1).filter((character, index) => isNext(characters[index] as string, character));
  if (steps.length > characters.length / 2) return 'counts up or down';
  return bitsOf(characters) < LEAST_BITS ? 'consists of too few different characters' : undefined;
}

/** Whether the text is a shorter one over and over, the last time perhaps in part. */
function repeats(text: string): boolean {
  for (let period = 1; period <= text.length / 2; period++)
    if (text.slice(period) === text.slice(0, text.length - period)) return true;
  return false;
}

const isNext = (one: string, other: string) => Math.abs(one.charCodeAt(0) - other.charCodeAt(0)) <= 1;

/** Shannon's measure of the text by the frequencies of its characters. */
function bitsOf(characters: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const character of characters) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - count * Math.log2(count / characters.length), 0);
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

export function problemsInProduction(env: Settings): string[] {
  return [...secretProblems(env), ...addressProblems(env), ...otherProblems(env)];
}

function* secretProblems({ PORTICO_SECRET, PORTICO_PREVIOUS_SECRET }: Settings): Generator<string> {
  if (PORTICO_SECRET === undefined)
    yield 'PORTICO_SECRET must be set in production: sessions and links are signed with it.';
  for (const [name, secret] of Object.entries({ PORTICO_SECRET, PORTICO_PREVIOUS_SECRET })) {
    const weakness = secret && weaknessOf(secret);
    if (weakness)
      yield `${name} ${weakness}: make it with a random generator, for example by \`openssl rand -base64 48\`.`;
  }
}

function* addressProblems({ PUBLIC_URL, TRUSTED_PROXY_HOPS, ALLOW_PLAIN_HTTP }: Settings): Generator<string> {
  if (PUBLIC_URL === undefined) {
    yield 'PUBLIC_URL must be set in production: the links in mails begin with it.';
    return;
  }
  const { protocol, hostname } = new URL(PUBLIC_URL);
  const loopback = LOOPBACK.test(hostname);
  if (protocol === 'http:' && !loopback)
    yield 'PUBLIC_URL must begin with https: in production, or sessions travel in plain text.';
  if (protocol === 'http:' && loopback && !ALLOW_PLAIN_HTTP)
    yield 'PUBLIC_URL must begin with https: in production; for a trial on this machine set ALLOW_PLAIN_HTTP=true.';
  if (protocol === 'https:' && TRUSTED_PROXY_HOPS === undefined)
    yield 'TRUSTED_PROXY_HOPS must be set in production: the number of proxies before this server, or 0 if there is none. Without it all customers behind a proxy share one limit.';
}

function* otherProblems(env: Settings): Generator<string> {
  if (env.DATABASE_URL === undefined && env.DATA_DIR === undefined)
    yield 'DATABASE_URL must be set in production, or DATA_DIR if one process with the embedded database suffices.';
  if (env.GRAPHIQL) yield 'GRAPHIQL must not be switched on in production.';
  if (env.DEMO_DATA) yield 'DEMO_DATA must not be switched on in production.';
  for (const name of ['STRIPE_API_BASE', 'STRIPE_JS_URL'] as const)
    if (env[name] !== undefined) yield `${name} must not be set in production: it replaces Stripe by a stand-in.`;
  yield* mailProblems(env);
}

function* mailProblems({ POSTMARK_SERVER_TOKEN, SMTP_URL, MAIL_FROM }: Settings): Generator<string> {
  if (POSTMARK_SERVER_TOKEN === undefined && SMTP_URL === undefined)
    yield 'POSTMARK_SERVER_TOKEN or SMTP_URL must be set in production: links go by mail.';
  else if (MAIL_FROM?.endsWith('.invalid'))
    yield 'MAIL_FROM must be set in production: a sender that your mail service has confirmed.';
}
