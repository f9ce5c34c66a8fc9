/**
 * The bank of the sandbox: the page's confirmation dialog posts the customer's choice here. The secret of the
 * confirmation is the authorization, as it is at a real provider.
 */
import { z } from 'zod';
import { boundedJson } from './body.ts';
import { json } from './headers.ts';

export interface SandboxConfirmations {
  /** Returns false if no payment waits for this confirmation. */
  confirm(secret: string, accepted: boolean): boolean;
}

const confirmation = z.object({ secret: z.string().max(100), accepted: z.boolean() });

/** Returns null for other methods than POST. */
export async function confirmInSandbox(sandbox: SandboxConfirmations, request: Request): Promise<Response | null> {
  if (request.method !== 'POST') return null;
  const bounded = await boundedJson(request);
  if (bounded instanceof Response) return bounded;
  const given = confirmation.safeParse(await bounded.json().catch(() => null));
  const waited = given.success && sandbox.confirm(given.data.secret, given.data.accepted);
  return waited ? json(200, {}) : json(404, { error: 'There is nothing to confirm.' });
}
