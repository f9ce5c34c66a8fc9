/** What cancellations come to, and what the retention offer does about them: counted from the events. */
import { z } from 'zod';
import { after, DAY } from '../../kernel/clock.ts';
import { validate } from '../../kernel/validate.ts';
import type { MerchantPrincipal, OpContext } from '../../op.ts';

const LONGEST_DAYS = 2 * 366;

const range = z
  .object({ from: z.date(), to: z.date() })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'Must lie after `from`.' })
  .refine(({ from, to }) => to <= after(from, LONGEST_DAYS * DAY), {
    path: ['to'],
    message: 'Must lie within two years of `from`.',
  });

export interface ReasonFigures {
  /** As it was given; null where none was. */
  reason: string | null;
  count: number;
  scheduled: number;
  ended: number;
  undone: number;
}

export interface CancellationFigures {
  from: Date;
  to: Date;
  reasons: ReasonFigures[];
  offersShown: number;
  offersAccepted: number;
  offersDeclined: number;
  revenueKept: { amount: bigint; currency: string }[];
}

/**
 * Each cancellation once, at the moment at which it was asked for: by an event of its own for one that is scheduled, or
 * of the end for one that takes effect at once. The end of a subscription whose cancellation was scheduled before is
 * what became of that one; and an end that dunning brought about was asked for by nobody.
 */
const REASONS = `
  SELECT asked.reason, count(*)::int AS count,
    count(*) FILTER (WHERE asked.fate = 'scheduled')::int AS scheduled,
    count(*) FILTER (WHERE asked.fate = 'ended')::int AS ended,
    count(*) FILTER (WHERE asked.fate = 'undone')::int AS undone
  FROM (
    SELECT e.data->>'reason' AS reason,
      CASE WHEN e.type = 'subscription.canceled' OR later.type = 'subscription.canceled' THEN 'ended'
        WHEN later.type IS NOT NULL THEN 'undone' ELSE 'scheduled' END AS fate
    FROM event e
    LEFT JOIN LATERAL (
      SELECT l.type FROM event l
      WHERE l.company_id = e.company_id AND l.object_id = e.object_id AND (l.created_at, l.id) > (e.created_at, e.id)
        AND l.type IN ('subscription.canceled', 'subscription.cancellation_undone')
      ORDER BY l.created_at, l.id LIMIT 1
    ) later ON true
    LEFT JOIN LATERAL (
      SELECT b.type FROM event b
      WHERE b.company_id = e.company_id AND b.object_id = e.object_id AND (b.created_at, b.id) < (e.created_at, e.id)
        AND b.type IN ('subscription.cancellation_scheduled', 'subscription.cancellation_undone')
      ORDER BY b.created_at DESC, b.id DESC LIMIT 1
    ) before ON e.type = 'subscription.canceled'
    WHERE e.company_id = $1 AND e.created_at >= $2 AND e.created_at < $3
      AND e.type IN ('subscription.cancellation_scheduled', 'subscription.canceled')
      AND (e.type = 'subscription.cancellation_scheduled'
        OR (e.data->>'mode' = 'IMMEDIATELY' AND e.data->>'cause' IS NULL
          AND before.type IS DISTINCT FROM 'subscription.cancellation_scheduled'))
  ) asked
  GROUP BY asked.reason
  ORDER BY count(*) DESC, asked.reason COLLATE "C" NULLS LAST`;

const OFFERS = `
  SELECT told.kind, told.currency, count(*)::int AS count, sum(told.kept)::int8 AS kept
  FROM (
    SELECT
      CASE e.type WHEN 'subscription.retention_offer_shown' THEN 'shown'
        WHEN 'subscription.retention_offer_accepted' THEN 'accepted' ELSE 'declined' END AS kind,
      CASE WHEN e.type = 'subscription.retention_offer_accepted' THEN e.data->>'currency' END AS currency,
      CASE WHEN s.status <> 'CANCELED' AND NOT s.cancel_at_period_end
        THEN COALESCE((e.data->>'nextAmount')::int8, 0) ELSE 0 END AS kept
    FROM event e
    LEFT JOIN subscription s ON e.type = 'subscription.retention_offer_accepted'
      AND s.company_id = e.company_id AND s.id = e.object_id
    WHERE e.company_id = $1 AND e.created_at >= $2 AND e.created_at < $3
      AND (e.type IN ('subscription.retention_offer_shown', 'subscription.retention_offer_accepted')
        OR (e.type IN ('subscription.cancellation_scheduled', 'subscription.canceled')
          AND e.data->'retentionOffer'->>'shown' = 'true'))
  ) told
  GROUP BY told.kind, told.currency
  ORDER BY told.currency COLLATE "C"`;

interface OfferRow {
  kind: 'shown' | 'accepted' | 'declined';
  currency: string | null;
  count: number;
  kept: bigint;
}

/** The figures of what was asked for, shown and answered from `from` until, but not at, `to`; as things stand now. */
export async function cancellationFigures(
  { db, principal }: Pick<OpContext<MerchantPrincipal>, 'db' | 'principal'>,
  input: z.input<typeof range>,
): Promise<CancellationFigures> {
  const { from, to } = validate(range, input, []);
  const values = [principal.companyId, from, to];
  const reasons = await db.sql<ReasonFigures>('cancellation_reasons', REASONS, values);
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
    revenueKept: offers.flatMap(({ currency, kept: amount }) => (currency ? [{ currency, amount }] : [])),
  };
}
