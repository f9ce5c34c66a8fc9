/** Which renewals are plain: their invoice has the lines of the new period and nothing else. */
import type { Tx } from '../../../db/client.ts';
import { RENEWING } from '../record/statusTransitions.ts';

/** The subscriptions whose renewal is due, and those of them whose renewal is plain. */
export interface DueRenewals {
  due: ReadonlySet<string>;
  plain: ReadonlySet<string>;
}

/**
 * Which of the subscriptions are due, and which of these renewals are plain: no end, pause or change is scheduled, no line is pending, and no
 * upgrade is unbilled. Coupons, taxes and credit are decided by the same functions as always, so they are plain.
 */
export async function plainRenewals(
  tx: Pick<Tx, '$queryRaw'>,
  now: Date,
  ids: readonly string[],
): Promise<DueRenewals> {
  const rows = await tx.$queryRaw<{ id: string; plain: boolean }[]>`
    SELECT s.id, NOT s.cancel_at_period_end AND NOT s.pause_at_period_end AND c.deleted_at IS NULL
      AND NOT EXISTS (SELECT FROM scheduled_change change
        WHERE change.company_id = s.company_id AND change.subscription_id = s.id)
      AND NOT EXISTS (SELECT FROM subscription_item item
        WHERE item.company_id = s.company_id AND item.subscription_id = s.id AND item.unbilled_upgrade)
      AND NOT EXISTS (SELECT FROM invoice_line line WHERE line.company_id = s.company_id
        AND line.customer_id = s.customer_id AND line.invoice_id IS NULL AND line.subscription_id = s.id) AS plain
    FROM subscription s JOIN customer c ON c.company_id = s.company_id AND c.id = s.customer_id
    WHERE s.id = ANY(${[...ids]}) AND s.status::text = ANY(${[...RENEWING]}) AND s.current_period_end <= ${now}`;
  return {
    due: new Set(rows.map(({ id }) => id)),
    plain: new Set(rows.flatMap(({ id, plain }) => (plain ? [id] : []))),
  };
}
