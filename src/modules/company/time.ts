/** A company's time: the real one, or that of its test clock. */
import type { Db } from '../../db/client.ts';
import type { Clock } from '../../kernel/clock.ts';

/** The instant that counts for what a company bills. Access (links, sessions, limits) always lives in real time. */
export async function companyTime(parts: { db: Db; clock: Clock }, companyId: string): Promise<Date> {
  const company = await parts.db.prisma.company.findUnique({ where: { id: companyId }, select: { testClockAt: true } });
  return company?.testClockAt ?? parts.clock.now();
}
