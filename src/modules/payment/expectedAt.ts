import type { Payment } from '../../db/generated/client/client.ts';
import type { PaymentMethodKind } from '../../db/generated/client/enums.ts';
import { after, DAY } from '../../kernel/clock.ts';
import { PaymentProviderNotConnectedError } from '../../kernel/errors.ts';
import type { ProviderOf } from './providerOf.ts';

type Facts = Pick<Payment, 'status' | 'createdAt' | 'companyId' | 'currency'> & {
  paymentMethod: { kind: PaymentMethodKind };
};

/** When a debit that is under way usually settles; null in every other status. */
export async function expectedAt(providerOf: ProviderOf, payment: Facts): Promise<Date | null> {
  if (payment.status !== 'PROCESSING') return null;
  try {
    const { provider } = await providerOf(payment.companyId);
    return after(payment.createdAt, provider.capability(payment.paymentMethod.kind, payment.currency).usualDays * DAY);
  } catch (error) {
    if (error instanceof PaymentProviderNotConnectedError) return null;
    throw error;
  }
}
