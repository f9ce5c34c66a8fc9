/** A company with a catalog and one customer, on whose history each scenario builds. */
import type { App } from '../../src/app.ts';
import type { Db } from '../../src/db/client.ts';
import { after, DAY, type ManualClock } from '../../src/kernel/clock.ts';
import type { Keys } from '../../src/kernel/keys.ts';
import { createPrice } from '../../src/modules/catalog/createPrice.ts';
import { createProduct } from '../../src/modules/catalog/createProduct.ts';
import { nextRetryAt } from '../../src/modules/collection/retry.ts';
import { createCompany } from '../../src/modules/company/createCompany.ts';
import { createCustomer } from '../../src/modules/customer/createCustomer.ts';
import { addPaymentMethod } from '../../src/modules/payment/addPaymentMethod.ts';
import type { ProviderOf } from '../../src/modules/payment/providerOf.ts';
import { updatePortalConfig } from '../../src/modules/portal/config/updatePortalConfig.ts';
import { nextRenewalAt } from '../../src/modules/subscription/renewal/renewDue.ts';

export interface SeedParts {
  db: Db;
  app: Pick<App, 'queue' | 'tick'>;
  providerOf: ProviderOf;
  keys: Keys;
  /** The application's clock. It starts in the past and is moved to the present. */
  clock: ManualClock;
}

export interface SeededCompany {
  companyId: string;
  apiKey: string;
  customerId: string;
  customerEmail: string;
  prices: Record<'starter' | 'team' | 'seat', string>;
  /** The context of a call by the merchant at the clock's present instant. */
  merchant(): MerchantContext;
  /** Moves the clock. It stops whenever a renewal or a retry falls due, so that each runs at its own instant. */
  live(days: number): Promise<void>;
}

type MerchantContext = ReturnType<typeof contextOf>;

const contextOf = ({ db, app, providerOf, keys, clock }: SeedParts, companyId: string, apiKeyId: string) => ({
  db,
  queue: app.queue,
  providerOf,
  keys,
  principal: { kind: 'merchant', companyId, apiKeyId } as const,
  now: clock.now(),
});

const ascending = (a: Date | null, b: Date | null) => Number(a) - Number(b);

const CUSTOMER_EMAIL = 'kim@example.com';

export async function seedCompany(parts: SeedParts, name: string): Promise<SeededCompany> {
  const { db, app, clock } = parts;
  const { companyId, apiKey } = await createCompany(
    { db, now: clock.now() },
    { name, defaultCurrency: 'EUR', testMode: true, apiKeyName: 'Seed key', invoicePrefix: 'SEED' },
  );
  const { id: apiKeyId } = await db.prisma.apiKey.findFirstOrThrow({ where: { companyId } });
  const merchant = () => contextOf(parts, companyId, apiKeyId);

  const monthly = async (product: string, unitAmount: number) => {
    const { id: productId } = await createProduct(merchant(), { name: product });
    const { id } = await createPrice(merchant(), {
      productId,
      nickname: 'Monthly',
      unitAmount: { amount: unitAmount, currency: 'EUR' },
      interval: 'MONTH',
    });
    return id;
  };
  const prices = {
    starter: await monthly('Starter', 900),
    team: await monthly('Team', 2900),
    seat: await monthly('Seat', 700),
  };
  await updatePortalConfig(merchant(), { allowPlanSwitch: true, allowQuantityUpdates: true, pauseEnabled: true });
  const { id: customerId } = await createCustomer(merchant(), { email: CUSTOMER_EMAIL, name: 'Kim Tester' });
  await addPaymentMethod(merchant(), { customerId, token: 'tok_visa' });

  return {
    companyId,
    apiKey,
    customerId,
    customerEmail: CUSTOMER_EMAIL,
    prices,
    merchant,
    async live(days) {
      const end = after(clock.now(), days * DAY);
      while (clock.now() < end) {
        const due = await Promise.all([nextRenewalAt(db, companyId), nextRetryAt(db, companyId)]);
        const next = due.filter((at) => at !== null && at > clock.now() && at < end).sort(ascending)[0];
        clock.advanceTo(next ?? end);
        await app.tick();
      }
    },
  };
}
