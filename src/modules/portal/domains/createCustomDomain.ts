/**
 * Custom domains of a company, under which its portal can be served. Any company can register any name; only a company
 * that proves control of the name gets it, and one company at a time holds it.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ConflictError, ValidationError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { validate } from '../../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../../operation/operation.ts';
import { belongsTo, normalizeHostname } from './hostname.ts';

/** The maximum number of registered domains per company. */
export const MAXIMUM_DOMAINS = 20;

const createInput = z.object({ hostname: z.string() });

export const path = ['input', 'customDomainId'];

/** Domains use real time: a test clock does not move the DNS. */
export type DomainContext = OpContext<MerchantPrincipal> & { wallNow: Date };

export async function createCustomDomain(
  ctx: DomainContext & { publicUrl: string },
  input: z.input<typeof createInput>,
): Promise<{ id: string }> {
  const at = ['input', 'hostname'];
  const hostname = normalizeHostname(validate(createInput, input).hostname);
  if (!hostname)
    throw ValidationError.at(at, 'Must be a public host name of at least two labels, such as `billing.example.com`.');
  if (belongsTo(hostname, ctx.publicUrl)) throw ValidationError.at(at, 'Must not be an address of this server.');
  return transact({ ...ctx, now: ctx.wallNow }, async (op) => {
    const { companyId } = op.principal;
    // Locked until the commit, so that concurrent registrations are counted correctly.
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    const own = await op.tx.customDomain.findMany({ where: { companyId }, select: { hostname: true } });
    if (own.some((domain) => domain.hostname === hostname))
      throw new ConflictError('DOMAIN_EXISTS', 'The company has already registered this domain.', at);
    if (own.length >= MAXIMUM_DOMAINS)
      throw new ConflictError(
        'LIMIT_REACHED',
        `The company has ${MAXIMUM_DOMAINS} domains, which is the maximum. Delete one first.`,
      );
    const id = newId('CustomDomain', op.now);
    const verificationToken = randomBytes(32).toString('base64url');
    await op.tx.customDomain.create({ data: { id, companyId, hostname, verificationToken, createdAt: op.now } });
    op.emit('custom_domain.created', { objectId: id, data: { hostname } });
    return { id };
  });
}
