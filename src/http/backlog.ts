/** Reads what waits in the database and the pool, for one scrape of the metrics. */
import type { Db } from '../db/client.ts';
import type { Queue } from '../jobs/queue.ts';
import { after, MINUTE } from '../kernel/clock.ts';
import { dueBy } from '../modules/subscription/record/statusTransitions.ts';
import type { Backlog } from '../telemetry/metrics.ts';

export async function readBacklog({ db, queue }: { db: Db; queue: Queue }, now: Date): Promise<Backlog> {
  const [jobs, overdueRenewals, pendingWebhooks] = await Promise.all([
    queue.waiting(),
    db.prisma.subscription.count({ where: { company: { testClockAt: null }, ...dueBy(after(now, -MINUTE)) } }),
    db.prisma.webhookDelivery.count({ where: { state: 'PENDING' } }),
  ]);
  return { jobs, overdueRenewals, pendingWebhooks, connections: db.poolUsage() };
}
