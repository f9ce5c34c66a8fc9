/** The books after chaos, checked by SQL alone: each statement returns the rows that must not exist. */
import type { Db } from '../../src/db/client.ts';

const VIOLATIONS: Readonly<Record<string, string>> = {
  'an invoice whose lines do not add up': `
    SELECT i.id FROM invoice i WHERE i.total <> (SELECT coalesce(sum(l.amount), 0) FROM invoice_line l WHERE l.invoice_id = i.id)`,
  'an invoice whose paid and due amounts are not its total': `
    SELECT id FROM invoice WHERE status NOT IN ('VOID', 'DRAFT') AND amount_paid + amount_due <> total`,
  'a paid amount that no settlement explains': `
    SELECT i.id FROM invoice i WHERE i.total > 0
      AND i.amount_paid <> (SELECT coalesce(sum(s.amount), 0) FROM invoice_settlement s WHERE s.invoice_id = i.id)`,
  'an invoice that was charged twice': `
    SELECT invoice_id FROM payment WHERE status IN ('PLANNED', 'HELD', 'TAKING', 'PROCESSING', 'SUCCEEDED') GROUP BY 1 HAVING count(*) > 1`,
  'a payment of the provider that two rows use': `
    SELECT provider_ref FROM payment WHERE provider_ref IS NOT NULL GROUP BY 1 HAVING count(*) > 1`,
  'a period that was billed twice': `
    SELECT l.item_id, l.period_start FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
    WHERE i.reason = 'SUBSCRIPTION_CYCLE' AND l.kind = 'PERIOD' GROUP BY 1, 2 HAVING count(*) > 1`,
  'a gap or a repetition in the invoice numbers': `
    SELECT company_id FROM invoice WHERE sequence IS NOT NULL GROUP BY 1
    HAVING count(*) <> max(sequence) OR count(DISTINCT sequence) <> count(*)`,
  'a subscription with another number of changes than events': `
    SELECT s.id FROM subscription s WHERE s.version <> 1 + (SELECT count(*) FROM event e
      WHERE e.object_id = s.id AND e.type <> 'subscription.created')`,
  'a finalized invoice without exactly one event': `
    SELECT i.id FROM invoice i WHERE i.finalized_at IS NOT NULL AND 1 <> (SELECT count(*) FROM event e
      WHERE e.object_id = i.id AND e.type IN ('invoice.finalized', 'credit_note.issued'))`,
  'a paid invoice without exactly one event': `
    SELECT i.id FROM invoice i WHERE i.status = 'PAID' AND i.total > 0 AND 1 <> (SELECT count(*) FROM event e
      WHERE e.object_id = i.id AND e.type = 'invoice.paid')`,
  'a succeeded payment without exactly one event': `
    SELECT p.id FROM payment p WHERE p.status = 'SUCCEEDED' AND 1 <> (SELECT count(*) FROM event e
      WHERE e.object_id = p.id AND e.type = 'payment.succeeded')`,
  'an event that no webhook delivery follows': `
    SELECT e.id FROM event e, webhook_endpoint w WHERE e.created_at > w.created_at AND w.event_types = '{}'
      AND w.company_id = e.company_id AND NOT EXISTS (SELECT FROM webhook_delivery d WHERE d.event_id = e.id AND d.endpoint_id = w.id)`,
  'an invoice or payment from another time': `
    SELECT id FROM invoice WHERE created_at > now() + interval '1 hour'
    UNION ALL SELECT id FROM payment WHERE created_at > now() + interval '1 hour'`,
};

/** The names of violated rules, each with up to five rows. */
export async function violatedRules(db: Db): Promise<string[]> {
  const found: string[] = [];
  for (const [rule, sql] of Object.entries(VIOLATIONS)) {
    const { rows } = await db.raw.query(`${sql} LIMIT 5`);
    if (rows.length > 0) found.push(`${rule}: ${JSON.stringify(rows)}`);
  }
  return found;
}
