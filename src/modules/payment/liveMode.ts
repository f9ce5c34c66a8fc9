/** In production the sandbox serves only companies in test mode: it acknowledges payments and moves no money. */
import type { Db } from '../../db/client.ts';
import { PaymentProviderNotConnectedError } from '../../kernel/errors.ts';
import type { OpContext, SignedIn } from '../../operation/operation.ts';
import type { PaymentGateway } from './gateway.ts';

export const paymentsAvailable = (
  { testMode }: { testMode: boolean },
  { testCompaniesOnly }: PaymentGateway,
): boolean => testMode || !testCompaniesOnly;

/** Throws `PaymentProviderNotConnectedError` if the company cannot be charged. Runs a statement in production only. */
export async function requireProvider(
  ctx: Pick<OpContext<SignedIn>, 'db' | 'principal'> & { gateway: PaymentGateway },
): Promise<void> {
  if (!ctx.gateway.testCompaniesOnly) return;
  const company = await ctx.db.prisma.company.findUniqueOrThrow({
    where: { id: ctx.principal.companyId },
    select: { testMode: true },
  });
  if (!paymentsAvailable(company, ctx.gateway)) throw new PaymentProviderNotConnectedError();
}

/** Whether the sandbox takes the payment methods of a company. In production it must be known to be in test mode. */
export async function sandboxServes(
  { db, gateway }: { db: Db; gateway: PaymentGateway },
  companyId: string | null,
): Promise<boolean> {
  if (gateway.name !== 'sandbox' || !gateway.testCompaniesOnly) return gateway.name === 'sandbox';
  return (await db.prisma.company.count({ where: { id: companyId ?? '', testMode: true } })) > 0;
}
