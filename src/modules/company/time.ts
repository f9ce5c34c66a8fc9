/** A company's time: real time, or the time of its test clock. */
import type { Db } from '../../db/client.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The present instant for billing. Links, sessions and limits always use real time. */
export async function companyTime(parts: { db: Db; clock: Clock }, companyId: string): Promise<Date> {
  const company = await parts.db.prisma.company.findUnique({ where: { id: companyId }, select: { testClockAt: true } });
  return company?.testClockAt ?? parts.clock.now();
}
