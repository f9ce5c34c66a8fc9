/** Portal links: single-use, valid for ten minutes. Only the mail or the merchant has the token. */
import type { PortalDestination, PortalLinkOrigin } from '../../db/generated/client/enums.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { hashCode, hashToken, randomCode, randomSalt, randomToken } from '../../kernel/secrets.ts';
import type { Op } from '../../operation/operation.ts';
import { portalBaseUrl } from '../portal/baseUrl.ts';

export const LINK_LIFETIME_MINUTES = 10;
/** A short code can be guessed. After this many guesses it is invalid, while its link still works. */
export const MAXIMUM_CODE_GUESSES = 5;

export interface Destination {
  destination: PortalDestination;
  destinationContext?: string | null | undefined;
}

export interface MintedLink {
  id: string;
  url: string;
  /** For signing in on another device; null for links that a merchant requested. */
  code: string | null;
  expiresAt: Date;
}

/** A code with its stored form. */
export async function mintCode(): Promise<{ code: string; codeHash: string; codeSalt: string }> {
  const code = randomCode();
  const codeSalt = randomSalt();
  return { code, codeSalt, codeHash: await hashCode(code, codeSalt) };
}

/**
 * Creates a link for a customer and returns the only copy of its secrets. The token is in the fragment of the address,
 * which browsers send to no server.
 */
export async function mintLink(
  op: Pick<Op, 'tx' | 'now'>,
  input: Destination & {
    companyId: string;
    customerId: string;
    origin: PortalLinkOrigin;
    publicUrl: string;
    returnUrl?: string | null;
    code?: Awaited<ReturnType<typeof mintCode>>;
  },
): Promise<MintedLink> {
  const token = randomToken('pl');
  const expiresAt = after(op.now, LINK_LIFETIME_MINUTES * MINUTE);
  const id = newId('PortalLink', op.now);
  await op.tx.portalLink.create({
    data: {
      id,
      companyId: input.companyId,
      customerId: input.customerId,
      origin: input.origin,
      tokenHash: hashToken(token),
      codeHash: input.code?.codeHash ?? null,
      codeSalt: input.code?.codeSalt ?? null,
      destination: input.destination,
      destinationContext: input.destinationContext ?? null,
      returnUrl: input.returnUrl ?? null,
      expiresAt,
      createdAt: op.now,
    },
  });
  const url = `${await portalBaseUrl(op.tx, input.publicUrl, input.companyId)}/sign-in#${fragment(token, input)}`;
  return { id, url, code: input.code?.code ?? null, expiresAt };
}

/**
 * The destination is in the fragment beside the token, unless it is the overview: a used or expired link reveals
 * nothing, and the page needs the destination to request a replacement.
 */
function fragment(token: string, { destination, destinationContext }: Destination): URLSearchParams {
  const plain = destination === 'HOME' && !destinationContext;
  return new URLSearchParams({
    token,
    ...(plain ? {} : { destination }),
    ...(destinationContext ? { context: destinationContext } : {}),
  });
}
