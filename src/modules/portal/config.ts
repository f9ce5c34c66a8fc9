/** Changing what a portal offers its customers. */
import { isDeepStrictEqual } from 'node:util';
import { type FieldIssue, ValidationError } from '../../kernel/errors.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../op.ts';
import { type PortalFields, readPortalFields, type UpdatePortalConfigInput } from './configFields.ts';
import { combinationIssues, referenceIssues } from './configRules.ts';

/**
 * Merges what is given into the configuration: what is left out stays. Everything that is wrong is told at once.
 * The row's lock makes updates take turns, so that a combination is judged as it will be stored.
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
      ...combinationIssues({ ...before, ...given }, given, wrong),
      ...(await referenceIssues(op, given)),
    ];
    if (issues.length > 0) throw new ValidationError(issues as [FieldIssue, ...FieldIssue[]]);
    const changed = (Object.keys(given) as (keyof PortalFields)[]).filter(
      (name) => !isDeepStrictEqual(given[name], before[name]),
    );
    if (changed.length === 0) return { companyId };
    await op.tx.portalConfig.update({ where: { companyId }, data: { ...given, updatedAt: op.now } });
    op.emit('portal.config_updated', { objectId: companyId, data: { changed } });
    return { companyId };
  });
}
