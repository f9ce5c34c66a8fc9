/** Cancellations by reason, and the effect of the retention offer: counted from events. */
import { z } from 'zod';
import { after, DAY } from '../../../kernel/clock.ts';
import { validate } from '../../../kernel/validate.ts';
import type { MerchantPrincipal, OpContext } from '../../../operation/operation.ts';

const MAXIMUM_DAYS = 2 * 366;

const range = z
  .object({ from: z.date(), to: z.date() })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'Must be after `from`.' })
  .refine(({ from, to }) => to <= after(from, MAXIMUM_DAYS * DAY), {
    path: ['to'],
    message: 'Must be within two years of `from`.',
  });

export interface ReasonCount {
  /** As it was given; null for cancellations without a reason. */
  reason: string | null;
  count: number;
  scheduled: number;
  ended: number;
  undone: number;
}

export interface CancellationReport {
  from: Date;
  to: Date;
  reasons: ReasonCount[];
  offersShown: number;
  offersAccepted: number;
  offersDeclined: number;
  revenueKept: { amount: bigint; currency: string }[];
}

/**
 * Counts each cancellation once, at the instant of the request: `cancellation_scheduled`, or `canceled` for one that took
 * effect immediately. A `canceled` that follows a scheduled cancellation is the outcome of that one. A cancellation by
 * dunning has a cause and was not requested, so it does not count. The steps of a subscription alternate, so the next one is
 * the outcome; one pass over the steps since the start of the range reads no other events.
 */
const REASONS = `
  WITH step AS (
    SELECT e.id, e.object_id, e.type, e.created_at, e.data->>'reason' AS reason,
      e.data->>'mode' = 'IMMEDIATELY' AND e.data->>'cause' IS NULL AS requested,
      lag(e.type) OVER subscription AS before, lead(e.type) OVER subscription AS later
    FROM event e
    WHERE e.company_id = $1 AND e.created_at >= $2
      AND e.type IN ('subscription.cancellation_scheduled', 'subscription.canceled', 'subscription.cancellation_undone')
    WINDOW subscription AS (PARTITION BY e.object_id ORDER BY e.created_at, e.id)
  ), request AS (
    SELECT reason,
      CASE WHEN type = 'subscription.canceled' OR later = 'subscription.canceled' THEN 'ended'
        WHEN later = 'subscription.cancellation_undone' THEN 'undone' ELSE 'scheduled' END AS fate
    FROM step
    WHERE created_at < $3 AND (type = 'subscription.cancellation_scheduled'
      OR (type = 'subscription.canceled' AND requested AND coalesce(before, (
        -- The first step since the start of the range may end a cancellation that was scheduled earlier.
        SELECT b.type FROM event b
        WHERE b.company_id = $1 AND b.object_id = step.object_id AND b.created_at < $2
          AND b.type IN ('subscription.cancellation_scheduled', 'subscription.cancellation_undone')
        ORDER BY b.created_at DESC, b.id DESC LIMIT 1), '') <> 'subscription.cancellation_scheduled'))
  )
  SELECT reason, count(*)::int AS count,
    count(*) FILTER (WHERE fate = 'scheduled')::int AS scheduled,
    count(*) FILTER (WHERE fate = 'ended')::int AS ended,
    count(*) FILTER (WHERE fate = 'undone')::int AS undone
  FROM request
  GROUP BY reason
  ORDER BY count(*) DESC, reason COLLATE "C" NULLS LAST`;

const OFFERS = `
  SELECT offer.kind, offer.currency, count(*)::int AS count, sum(offer.saved)::int8 AS saved
  FROM (
    SELECT
      CASE e.type WHEN 'subscription.retention_offer_shown' THEN 'shown'
        WHEN 'subscription.retention_offer_accepted' THEN 'accepted' ELSE 'declined' END AS kind,
      CASE WHEN e.type = 'subscription.retention_offer_accepted' THEN e.data->>'currency' END AS currency,
      CASE WHEN s.status <> 'CANCELED' AND NOT s.cancel_at_period_end
        THEN COALESCE((e.data->>'nextAmount')::int8, 0) ELSE 0 END AS saved
    FROM event e
    LEFT JOIN subscription s ON e.type = 'subscription.retention_offer_accepted'
      AND s.company_id = e.company_id AND s.id = e.object_id
    WHERE e.company_id = $1 AND e.created_at >= $2 AND e.created_at < $3
      AND (e.type IN ('subscription.retention_offer_shown', 'subscription.retention_offer_accepted')
        OR (e.type IN ('subscription.cancellation_scheduled', 'subscription.canceled')
          AND e.data->'retentionOffer'->>'shown' = 'true'))
  ) offer
  GROUP BY offer.kind, offer.currency
  ORDER BY offer.currency COLLATE "C"`;

interface OfferRow {
  kind: 'shown' | 'accepted' | 'declined';
  currency: string | null;
  count: number;
  saved: bigint;
}

/**
 * Reports the cancellations that were requested, and the offers that were shown, accepted or declined, in `[from, to)`, with
 * their outcome as of now. Amounts in minor units.
 */
export async function cancellationReport(
  { db, principal }: Pick<OpContext<MerchantPrincipal>, 'db' | 'principal'>,
  input: z.input<typeof range>,
): Promise<CancellationReport> {
  const { from, to } = validate(range, input, []);
  const values = [principal.companyId, from, to];
  const reasons = await db.sql<ReasonCount>('cancellation_reasons', REASONS, values);
  const offers = await db.sql<OfferRow>('cancellation_offers', OFFERS, values);
  const of = (kind: OfferRow['kind']) =>
    offers.filter((row) => row.kind === kind).reduce((sum, { count }) => sum + count, 0);
  return {
    from,
    to,
    reasons,
    offersShown: of('shown'),
    offersAccepted: of('accepted'),
    offersDeclined: of('declined'),
    revenueKept: offers.flatMap(({ currency, saved: amount }) => (currency ? [{ currency, amount }] : [])),
  };
}
