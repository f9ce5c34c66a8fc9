/** In production the sandbox serves only companies in test mode: it acknowledges payments and moves no money. */
import { PaymentProviderNotConnectedError } from '../../kernel/errors.ts';
import type { ProviderOf } from './providerOf.ts';

/** True if the company can be charged. */
export async function paymentsAvailable(providerOf: ProviderOf, companyId: string): Promise<boolean> {
  return (await providerName(providerOf, companyId)) !== null;
}

/** Whether the sandbox takes the payment methods of a company. In production it must be known to be in test mode. */
export async function sandboxServes(providerOf: ProviderOf, companyId: string | null): Promise<boolean> {
  return (await providerName(providerOf, companyId ?? '')) === 'sandbox';
}

async function providerName(providerOf: ProviderOf, companyId: string): Promise<string | null> {
  try {
    return (await providerOf(companyId)).provider.name;
  } catch (error) {
    if (error instanceof PaymentProviderNotConnectedError) return null;
    throw error;
  }
}
