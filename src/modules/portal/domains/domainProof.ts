/** Proof of control over a host name: a TXT record that only the operator of its DNS can create. */
import { Resolver } from 'node:dns/promises';
import { SECOND } from '../../../kernel/clock.ts';

/** Looks TXT records up. Rejects if there are none or no name server responds. */
export type ResolveTxt = (name: string) => Promise<string[][]>;

const LABEL = '_portico-challenge';
const PREFIX = 'portico-verification=';
const TIMEOUT_MS = 3 * SECOND;

/** The record to create. */
export function challengeOf(domain: { hostname: string; verificationToken: string }): { name: string; value: string } {
  return { name: `${LABEL}.${domain.hostname}`, value: `${PREFIX}${domain.verificationToken}` };
}

/** The result of the look-up: the tokens found, or why they are unknown. */
export type Findings = { tokens: ReadonlySet<string> } | { unknown: 'not_found' | 'no_answer' };

const ABSENT = new Set(['ENOTFOUND', 'ENODATA', 'NOTFOUND', 'NODATA']);

export async function findTokens(resolveTxt: ResolveTxt, hostname: string): Promise<Findings> {
  try {
    const records = await resolveTxt(`${LABEL}.${hostname}`);
    // DNS splits long texts into chunks.
    const values = records.map((pieces) => pieces.join('').trim()).filter((value) => value.startsWith(PREFIX));
    return { tokens: new Set(values.map((value) => value.slice(PREFIX.length))) };
  } catch (error) {
    return { unknown: ABSENT.has((error as { code?: string }).code ?? '') ? 'not_found' : 'no_answer' };
  }
}

export const holds = (findings: Findings, token: string) => 'tokens' in findings && findings.tokens.has(token);

/** The system's resolver, with a short timeout. */
export function systemResolveTxt(): ResolveTxt {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 2 });
  return (name) => resolver.resolveTxt(name);
}
