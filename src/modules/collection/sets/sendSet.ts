/** Sends the planned payments of a set to the provider, some at a time and outside any transaction. */

import { SECOND } from '../../../kernel/clock.ts';
import { runConcurrently } from '../../../kernel/runConcurrently.ts';
import { isOutage } from '../../payment/callProvider.ts';
import { type ChargeContext, sendPayment } from '../../payment/planPayment.ts';
import type { PaymentFacts } from '../../payment/port.ts';
import type { CompanyProvider } from '../../payment/providerOf.ts';
import type { Charge } from './planSet.ts';

/** Calls at a time. The adapter obeys the provider's limit per second. */
const CALLS = 10;
/** Before so many are sent, their invoices are looked at again: credit or a credit note may have settled them. */
const ROUND = 25;
/** No call begins later than this after the first, so that a slow provider does not hold the job. */
const BEGIN_WITHIN = 15 * SECOND;

/** The provider's response, or the error of the call. */
export type Answer = { charge: Charge } & ({ facts: PaymentFacts } | { error: unknown });

/**
 * Returns the responses in any order. Payments without one were not sent: the process stops, the provider is slow or
 * away, or nothing is due any longer. They stay planned, and the sweep of payments takes them up.
 */
export async function sendSet(
  ctx: ChargeContext,
  provider: CompanyProvider,
  charges: readonly Charge[],
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const late = AbortSignal.timeout(BEGIN_WITHIN);
  let outages = 0;
  const stop = () => signal.aborted || late.aborted || outages >= CALLS;
  for (let begun = 0; begun < charges.length && !stop(); begun += ROUND) {
    const wanted = await stillWanted(ctx, charges.slice(begun, begun + ROUND));
    await runConcurrently(CALLS, wanted, stop, async (charge) => {
      try {
        answers.push({ charge, facts: await sendPayment(provider, charge.payment, charge.payer) });
      } catch (error) {
        if (isOutage(error)) outages++;
        answers.push({ charge, error });
      }
    });
  }
  return answers;
}

async function stillWanted({ db, principal }: ChargeContext, charges: readonly Charge[]): Promise<Charge[]> {
  const due = await db.prisma.invoice.findMany({
    where: {
      id: { in: charges.map(({ payment }) => payment.invoiceId) },
      companyId: principal.companyId,
      status: 'OPEN',
      amountDue: { gt: 0n },
    },
    select: { id: true },
  });
  const ids = new Set(due.map(({ id }) => id));
  return charges.filter(({ payment }) => ids.has(payment.invoiceId));
}
