/**
 * The section about processes: one company renewed by one process and by two. On one machine with the database, two
 * processes compete for its processors; at a distance from it they wait for it instead, as in a usual installation.
 */
import { atDistance } from './distance.ts';
import { candidates, inDatabase } from './renewals.ts';
import { median } from './report.ts';

interface ProcessesMeasured {
  roundTripMs: number;
  subscriptions: number;
  /** Renewals per second of one process, and of two. */
  one: number;
  two: number;
}

/** The medians of a few rounds, in which one process and two renew in turn. */
export async function measureProcesses(
  adminUrl: string,
  { roundTripMs, subscriptions, rounds }: { roundTripMs: number; subscriptions: number; rounds: number },
): Promise<ProcessesMeasured> {
  const rates = { one: [] as number[], two: [] as number[] };
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`Renewing ${subscriptions} at a distance of ${roundTripMs} ms, round ${round} …\n`);
    for (const [name, processes] of [['one', 1] as const, ['two', 2] as const]) {
      const renewed = await inDatabase(adminUrl, subscriptions, async (url) => {
        const proxy = roundTripMs > 0 ? await atDistance(url, roundTripMs) : undefined;
        try {
          return await candidates({ url: proxy?.url ?? url, countStatements: false, charge: false }, processes);
        } finally {
          proxy?.close();
        }
      });
      const total = renewed.reduce((sum, { renewals }) => sum + renewals, 0);
      if (total !== subscriptions) throw new Error(`${total} of ${subscriptions} subscriptions were renewed.`);
      rates[name].push(total / Math.max(...renewed.map(({ renewSeconds }) => renewSeconds)));
    }
  }
  return { roundTripMs, subscriptions, one: median(rates.one), two: median(rates.two) };
}

export function processesTable(results: readonly ProcessesMeasured[]): string {
  return [
    '| round trip to the database | subscriptions of one company | one process, renewals/s | two processes, renewals/s | ratio |',
    '|---|---|---|---|---|',
    ...results.map(
      ({ roundTripMs, subscriptions, one, two }) =>
        `| ${roundTripMs ? `${roundTripMs} ms` : 'same machine'} | ${subscriptions} | ${one.toFixed(0)} | ${two.toFixed(0)} | **${(two / one).toFixed(2)}** |`,
    ),
    '',
  ].join('\n');
}
