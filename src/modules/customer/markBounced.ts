import type { Db } from '../../db/client.ts';
import type { Queue } from '../../jobs/queue.ts';
import { transact } from '../../operation/operation.ts';

interface MarkParts {
  db: Db;
  queue: Queue;
  /** The company's time. */
  now: Date;
}

/**
 * Marks an address of a customer to which mail cannot be delivered; setting it again removes the mark. An address that is not, or
 * no longer, the customer's is ignored, and so is one that is marked. `kind` is the mail, such as `invoice`.
 */
export async function markBounced(
  { db, queue, now }: MarkParts,
  { id, companyId }: { id: string; companyId: string },
  address: string,
  kind: string,
): Promise<void> {
  await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
    const marked = await op.tx.$executeRaw`
      UPDATE customer SET bounced_emails = array_append(coalesce(bounced_emails, '{}'), ${address}::text)
      WHERE company_id = ${companyId} AND id = ${id} AND erased_at IS NULL
        AND (email = ${address} OR ${address} = ANY (billing_emails))
        AND ${address} <> ALL (coalesce(bounced_emails, '{}'))`;
    if (marked === 1) op.emit('customer.email_bounced', { objectId: id, customerId: id, data: { kind } });
  });
}
