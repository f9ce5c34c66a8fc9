/** Registers the hosts of a company's portal at its provider: wallets work on registered hosts alone. */
import type { Db } from '../../../db/client.ts';
import { callProvider } from '../callProvider.ts';
import { ProviderInvalid } from '../port.ts';
import type { AccountSessions } from './openAccount.ts';

/** The permission that it needs, by its name in Stripe's dashboard. */
const PERMISSION = 'Payment Method Domains: write';

interface Parts {
  db: Db;
  accountSessions: AccountSessions;
  publicUrl: string;
}

/** The handler of `PORTAL_HOSTS_JOB`. Without https there are no wallets. */
export async function registerWalletHosts(
  { db, accountSessions, publicUrl }: Parts,
  { companyId }: { companyId: string },
): Promise<void> {
  const account = await accountSessions.ofCompany(companyId);
  if (!account || account.row.missingPermissions.includes(PERMISSION)) return;
  const domains = await db.prisma.customDomain.findMany({
    where: { companyId, verifiedAt: { not: null } },
    select: { hostname: true },
    take: 100,
  });
  const own = new URL(publicUrl);
  const hosts = [...(own.protocol === 'https:' ? [own.hostname] : []), ...domains.map(({ hostname }) => hostname)];
  for (const host of hosts)
    await callProvider(() => account.session.allowHost(host)).catch((error: unknown) => {
      // A host that the provider does not take costs its wallets and nothing else.
      if (!(error instanceof ProviderInvalid)) throw error;
    });
}
