/**
 * VIES, the Commission's register of VAT ids, by its REST interface: `POST <url>/check-vat-number`. The consultation number
 * (`requestIdentifier`) is given only to a requester with a valid number of its own.
 */
import { z } from 'zod';
import type { RegisterNumber, RegisterResult, TaxIdRegister } from './register.ts';

const TIMEOUT_MS = 10_000;

/** VIES writes three hyphens for what a Member State withholds. */
const text = z
  .string()
  .nullish()
  .transform((value) => (value && value.trim() !== '---' ? value.trim().slice(0, 1000) || null : null));

const answer = z.object({
  valid: z.boolean().optional(),
  requestIdentifier: text,
  name: text,
  address: text,
  userError: z.string().optional(),
  errorWrappers: z.array(z.object({ error: z.string() })).optional(),
});

/** Codes by which VIES calls a number invalid. An unknown code means that the query is repeated later. */
const INVALID = new Set(['INVALID', 'INVALID_INPUT']);
const BLOCKED = new Set(['VAT_BLOCKED', 'IP_BLOCKED']);

function resultOf(code: string): RegisterResult {
  if (INVALID.has(code)) return { kind: 'INVALID', code };
  if (BLOCKED.has(code)) return { kind: 'BLOCKED', code };
  if (code === 'INVALID_REQUESTER_INFO') return { kind: 'REQUESTER_REFUSED', code };
  return { kind: 'UNAVAILABLE', code: /^[A-Z_]{1,60}$/.test(code) ? code : 'UNKNOWN' };
}

function read(body: unknown, status: number): RegisterResult {
  const parsed = answer.safeParse(body);
  if (!parsed.success) return resultOf(`HTTP_${status >= 500 ? 'SERVER' : 'CLIENT'}_ERROR`);
  const { valid, requestIdentifier, name, address, userError, errorWrappers } = parsed.data;
  const code = errorWrappers?.[0]?.error ?? (userError === 'VALID' ? undefined : userError);
  if (code) return resultOf(code);
  if (valid === true) return { kind: 'VALID', consultationNumber: requestIdentifier, name, address };
  return resultOf(valid === false ? 'INVALID' : 'UNREADABLE');
}

/** The register at `url`, such as `https://ec.europa.eu/taxation_customs/vies/rest-api`. */
export function viesRegister({ url, timeoutMs = TIMEOUT_MS }: { url: string; timeoutMs?: number }): TaxIdRegister {
  return {
    async check({ country, number }: RegisterNumber, requester: RegisterNumber | null) {
      const query = {
        countryCode: country,
        vatNumber: number,
        ...(requester && { requesterMemberStateCode: requester.country, requesterNumber: requester.number }),
      };
      try {
        const response = await fetch(`${url}/check-vat-number`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json' },
          body: JSON.stringify(query),
          redirect: 'error',
          signal: AbortSignal.timeout(timeoutMs),
        });
        return read(await response.json().catch(() => null), response.status);
      } catch (error) {
        const late = error instanceof Error && error.name === 'TimeoutError';
        return { kind: 'UNAVAILABLE', code: late ? 'TIMEOUT' : 'CONNECTION_FAILED' };
      }
    },
  };
}
