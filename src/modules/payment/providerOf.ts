/** The payment provider of a company. */
import type { Db } from '../../db/client.ts';
import { PaymentProviderNotConnectedError } from '../../kernel/errors.ts';
import type { Provider, ProviderSession } from './port.ts';

/** A company's provider with an open session on the company's account. */
export interface CompanyProvider {
  provider: Provider;
  session: ProviderSession;
  /** The connected account; null for the sandbox. Payment methods of other accounts cannot be charged at it. */
  accountId: string | null;
}

/** Throws `PaymentProviderNotConnectedError` if the company cannot be charged. */
export type ProviderOf = (companyId: string) => Promise<CompanyProvider>;

/** The part of a context that charging functions need. */
export interface Charging {
  readonly providerOf: ProviderOf;
  /** The real time, by which providers live, also where `now` is that of a test clock; `now` by default. */
  readonly wallNow?: Date;
}

/**
 * Serves companies by the sandbox. With `testCompaniesOnly`, as in production, only those in test mode, because it
 * acknowledges payments and moves no money.
 */
export function sandboxProviders(parts: { db: Db; sandbox: Provider; testCompaniesOnly: boolean }): ProviderOf {
  const { db, sandbox, testCompaniesOnly } = parts;
  return async (companyId) => {
    if (testCompaniesOnly && (await db.prisma.company.count({ where: { id: companyId, testMode: true } })) === 0)
      throw new PaymentProviderNotConnectedError();
    return { provider: sandbox, session: sandbox.open(sandboxAccount(companyId)), accountId: null };
  };
}

const sandboxAccount = (companyId: string) => ({
  id: `sandbox_${companyId}`,
  companyId,
  live: false,
  secretKey: '',
  publishableKey: 'sbx_pk_test',
  connectedRef: null,
});
