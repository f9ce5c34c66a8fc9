import { NotFoundError } from '../../../kernel/errors.ts';
import { transact } from '../../../operation/operation.ts';
import { type DomainContext, path } from './createCustomDomain.ts';

/** Removes a domain; the portal returns to the server's own address. A new registration must be verified again. */
export async function deleteCustomDomain(
  ctx: DomainContext,
  { customDomainId: id }: { customDomainId: string },
): Promise<{ deletedCustomDomainId: string }> {
  return transact({ ...ctx, now: ctx.wallNow }, async (op) => {
    const { companyId } = op.principal;
    // Locked first: a concurrent choice of the domain has either committed or finds it gone.
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    await op.tx.portalConfig.updateMany({
      where: { companyId, customDomainId: id },
      data: { customDomainId: null, updatedAt: op.now },
    });
    const domain = await op.tx.customDomain.findFirst({ where: { id, companyId } });
    const { count } = await op.tx.customDomain.deleteMany({ where: { id, companyId } });
    if (!domain || count !== 1) throw new NotFoundError('custom domain', path);
    op.emit('custom_domain.removed', { objectId: id, data: { hostname: domain.hostname } });
    return { deletedCustomDomainId: id };
  });
}
