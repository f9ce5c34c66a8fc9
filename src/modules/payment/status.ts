/**
 * The states of a payment. They only climb, each step by one conditional update:
 *
 *   PLANNED → HELD → TAKING → SUCCEEDED          PLANNED → PROCESSING → SUCCEEDED → RETURNED
 *     │        └→ RELEASING → CANCELED               │           └→ FAILED
 *     ├→ NEEDS_CUSTOMER → any of the others          ├→ FAILED
 *     └→ ABANDONED (never reached the provider)      HELD, TAKING → LOST (the hold has expired)
 *
 * The change that wants held money moves it to TAKING in its own transaction, and the sweep that releases it to RELEASING:
 * one of them wins.
 */
import type { PaymentStatus } from '../../db/generated/client/enums.ts';
import { DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import type { Op } from '../../operation/operation.ts';

const RANK: Record<PaymentStatus, number> = {
  PLANNED: 0,
  NEEDS_CUSTOMER: 1,
  HELD: 2,
  PROCESSING: 2,
  TAKING: 3,
  RELEASING: 3,
  SUCCEEDED: 4,
  FAILED: 4,
  CANCELED: 4,
  ABANDONED: 4,
  LOST: 4,
  RETURNED: 5,
};

/** The statuses of payments that are under way, as the partial unique index `payment_in_flight_key` has them. */
export const IN_FLIGHT = [
  'PLANNED',
  'NEEDS_CUSTOMER',
  'HELD',
  'PROCESSING',
  'TAKING',
  'RELEASING',
] as const satisfies PaymentStatus[];

/** The statuses from which a payment can climb to another. Money that was never taken cannot be returned. */
const below = (to: PaymentStatus): PaymentStatus[] =>
  to === 'RETURNED'
    ? ['SUCCEEDED']
    : (Object.keys(RANK) as PaymentStatus[]).filter((status) => RANK[status] < RANK[to]);

/** The time for which a payment rests in a status before the sweep takes it up, in milliseconds. */
export const REST = {
  /** The process that planned it may still be at work; the later looks follow the first. */
  PLANNED: [MINUTE, 5 * MINUTE, 30 * MINUTE],
  NEEDS_CUSTOMER: [5 * MINUTE],
  HELD: [2 * MINUTE],
  PROCESSING: [DAY],
  TAKING: [MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR],
  RELEASING: [MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR],
} as const satisfies Partial<Record<PaymentStatus, readonly number[]>>;

/** The time that a customer has to confirm a payment. */
export const CONFIRMATION_LIMIT = 30 * MINUTE;
/** The time for which money that was confirmed for a change waits for the page to continue with the change. */
export const CONFIRMED_LIMIT = 15 * MINUTE;

/** Moves a payment to a higher status. Returns false if it has climbed as high already. */
export async function climb(
  op: Pick<Op, 'tx' | 'now' | 'principal'>,
  paymentId: string,
  status: PaymentStatus,
  data: {
    wallNow: Date;
    lookAt: Date | null;
    invoiceId?: string;
    providerRef?: string;
    holdUntil?: Date | null;
    capturedAmount?: bigint;
    declineCode?: string;
    advice?: 'RETRY' | 'NEVER' | 'NEW_DETAILS' | 'CUSTOMER' | null;
  },
): Promise<boolean> {
  const { wallNow, ...columns } = data;
  const { count } = await op.tx.payment.updateMany({
    where: { id: paymentId, companyId: op.principal.companyId, status: { in: below(status) } },
    data: { ...columns, status, statusAt: wallNow, looks: 0, updatedAt: op.now },
  });
  return count === 1;
}

/**
 * Moves planned payments, whose money was taken in full, to SUCCEEDED by one statement. Throws if one of them has climbed:
 * the caller holds their customers, without whom no payment succeeds.
 */
export async function succeedAll(
  { tx, now, principal: { companyId } }: Pick<Op, 'tx' | 'now' | 'principal'>,
  payments: readonly { id: string; providerRef: string }[],
  wallNow: Date,
): Promise<void> {
  const [ids, refs] = [payments.map(({ id }) => id), payments.map(({ providerRef }) => providerRef)];
  const count = await tx.$executeRaw`
    UPDATE payment SET status = 'SUCCEEDED', status_at = ${wallNow}, captured_amount = amount, provider_ref = taken.ref,
      look_at = NULL, looks = 0, updated_at = ${now}
    FROM unnest(${ids}::text[], ${refs}::text[]) AS taken(id, ref)
    WHERE payment.company_id = ${companyId} AND payment.id = taken.id AND payment.status = 'PLANNED'`;
  if (count !== payments.length) throw new Error('A payment of the set has changed.');
}
