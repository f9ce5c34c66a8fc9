/** Cancellations by reason, and the effect of the retention offer: counted from events. */
import { z } from 'zod';
import type { CancellationOfferType } from '../../../db/generated/client/enums.ts';
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

/** The accepted offers whose 30 or 90 days have passed, and those of them whose subscription had not ended by then. */
export interface Retained {
  elapsed: number;
  retained: number;
}

export interface OfferCount {
  type: CancellationOfferType;
  shown: number;
  accepted: number;
  declined: number;
  after30Days: Retained;
  after90Days: Retained;
}

export interface CancellationReport {
  offers: OfferCount[];
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

/** Events of earlier versions have no type: their offers are coupons. `$4` is the company's present time. */
const OFFERS_BY_TYPE = `
  SELECT COALESCE(o.data->>'type', 'COUPON') AS type,
    count(*) FILTER (WHERE o.kind = 'shown')::int AS shown,
    count(*) FILTER (WHERE o.kind = 'accepted')::int AS accepted,
    count(*) FILTER (WHERE o.kind = 'declined')::int AS declined,
    count(*) FILTER (WHERE o.age >= interval '30 days')::int AS due30,
    count(*) FILTER (WHERE o.age >= interval '30 days' AND (o.lived IS NULL OR o.lived > interval '30 days'))::int AS kept30,
    count(*) FILTER (WHERE o.age >= interval '90 days')::int AS due90,
    count(*) FILTER (WHERE o.age >= interval '90 days' AND (o.lived IS NULL OR o.lived > interval '90 days'))::int AS kept90
  FROM (
    SELECT
      CASE e.type WHEN 'subscription.retention_offer_shown' THEN 'shown'
        WHEN 'subscription.retention_offer_accepted' THEN 'accepted' ELSE 'declined' END AS kind,
      CASE WHEN e.type IN ('subscription.retention_offer_shown', 'subscription.retention_offer_accepted')
        THEN e.data ELSE e.data->'retentionOffer' END AS data,
      CASE WHEN e.type = 'subscription.retention_offer_accepted' THEN $4::timestamptz - e.created_at END AS age,
      s.ended_at - e.created_at AS lived
    FROM event e
    LEFT JOIN subscription s ON e.type = 'subscription.retention_offer_accepted'
      AND s.company_id = e.company_id AND s.id = e.object_id
    WHERE e.company_id = $1 AND e.created_at >= $2 AND e.created_at < $3
      AND (e.type IN ('subscription.retention_offer_shown', 'subscription.retention_offer_accepted')
        OR (e.type IN ('subscription.cancellation_scheduled', 'subscription.canceled')
          AND e.data->'retentionOffer'->>'shown' = 'true'))
  ) o
  GROUP BY 1
  ORDER BY 1`;

type TypeRow = Pick<OfferCount, 'type' | 'shown' | 'accepted' | 'declined'> &
  Record<'due30' | 'kept30' | 'due90' | 'kept90', number>;

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
      AND (e.type = 'subscription.retention_offer_accepted'
        -- An attempt counts once, however many types of offers it was shown.
        OR (e.type = 'subscription.retention_offer_shown' AND e.data->>'first' IS DISTINCT FROM 'false')
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
  { db, principal, now }: Pick<OpContext<MerchantPrincipal>, 'db' | 'principal' | 'now'>,
  input: z.input<typeof range>,
): Promise<CancellationReport> {
  const { from, to } = validate(range, input, []);
  const values = [principal.companyId, from, to];
  const reasons = await db.sql<ReasonCount>('cancellation_reasons', REASONS, values);
  const offers = await db.sql<OfferRow>('cancellation_offers', OFFERS, values);
  const types = await db.sql<TypeRow>('cancellation_offer_types', OFFERS_BY_TYPE, [...values, now]);
  const of = (kind: OfferRow['kind']) =>
    offers.filter((row) => row.kind === kind).reduce((sum, { count }) => sum + count, 0);
  return {
    from,
    to,
    reasons,
    offers: types.map(({ due30, kept30, due90, kept90, ...counts }) => ({
      ...counts,
      after30Days: { elapsed: due30, retained: kept30 },
      after90Days: { elapsed: due90, retained: kept90 },
    })),
    offersShown: of('shown'),
    offersAccepted: of('accepted'),
    offersDeclined: of('declined'),
    revenueKept: offers.flatMap(({ currency, saved: amount }) => (currency ? [{ currency, amount }] : [])),
  };
}
