/** Portal links: one-time ways in, for ten minutes. Their token is known to the mail or the merchant alone. */
import type { PortalDestination, PortalLinkOrigin } from '../../db/generated/client/enums.ts';
import { after, MINUTE } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { hashCode, hashToken, randomCode, randomSalt, randomToken } from '../../kernel/secrets.ts';
import type { Op } from '../../op.ts';
import { portalBaseUrl } from '../portal/baseUrl.ts';

export const LINK_LIFETIME_MINUTES = 10;
/** A short code can be guessed; after so many guesses it is worthless, while its link still works. */
export const MAXIMUM_CODE_GUESSES = 5;

export interface Destination {
  destination: PortalDestination;
  destinationContext?: string | null | undefined;
}

export interface MintedLink {
  id: string;
  url: string;
  /** For signing in on another device; null for a hand-off by the merchant. */
  code: string | null;
  expiresAt: Date;
}

/** A code with what is stored of it. */
export async function mintCode(): Promise<{ code: string; codeHash: string; codeSalt: string }> {
  const code = randomCode();
  const codeSalt = randomSalt();
  return { code, codeSalt, codeHash: await hashCode(code, codeSalt) };
}

/**
 * Writes a link for a customer and returns the only copy of its secrets. The token stands in the fragment of the
 * address, which browsers send to no server.
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
 * Beside the token stands where the link leads, unless that is the overview: from a link that was used or has expired
 * nobody learns anything any longer, but a new one in its place is to lead to the same place.
 */
function fragment(token: string, { destination, destinationContext }: Destination): URLSearchParams {
  const plain = destination === 'HOME' && !destinationContext;
  return new URLSearchParams({
    token,
    ...(plain ? {} : { destination }),
    ...(destinationContext ? { context: destinationContext } : {}),
  });
}
