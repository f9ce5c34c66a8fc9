/** Updates the portal configuration. */
import { changedFields } from '../../../kernel/changedFields.ts';
import { type FieldIssue, ValidationError } from '../../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../../operation/operation.ts';
import { type PortalFields, readPortalFields, type UpdatePortalConfigInput } from './configFields.ts';
import { combinationIssues, referenceIssues } from './configRules.ts';

/**
 * Merges the given fields into the configuration; omitted fields are unchanged. Reports all issues at once. The row
 * lock serializes updates, so that a combination is validated as it will be stored.
 */
export async function updatePortalConfig(
  ctx: OpContext<MerchantPrincipal>,
  input: UpdatePortalConfigInput,
): Promise<{ companyId: string }> {
  const { given, issues: fieldIssues } = readPortalFields(input);
  const wrong = new Set(fieldIssues.map(({ path }) => path[1] ?? ''));
  return transact(ctx, async (op) => {
    const { companyId } = op.principal;
    await op.tx.$queryRaw`SELECT 1 AS locked FROM portal_config WHERE company_id = ${companyId} FOR UPDATE`;
    const before = await op.tx.portalConfig.findUniqueOrThrow({ where: { companyId } });
    const issues = [
      ...fieldIssues,
      ...combinationIssues(
        { ...(before as typeof before & Pick<PortalFields, 'cancellationOffers'>), ...given },
        given,
        wrong,
      ),
      ...(await referenceIssues(op, given)),
    ];
    if (issues.length > 0) throw new ValidationError(issues as [FieldIssue, ...FieldIssue[]]);
    const changed = changedFields(given, before);
    if (changed.length === 0) return { companyId };
    await op.tx.portalConfig.update({ where: { companyId }, data: { ...given, updatedAt: op.now } });
    op.emit('portal.config_updated', { objectId: companyId, data: { changed } });
    return { companyId };
  });
}
