/** The zone of the server’s machine changes no period and no printed date, from −12 to +14 hours and through summer time. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));
/** Month ends, a leap day, the turn of a year, and hours that summer time skips or repeats somewhere. */
const ANCHORS = [
  ...['2024-01-31T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '2025-12-31T12:00:00.000Z', '2026-01-01T00:00:00.000Z'],
  ...['2026-03-29T01:30:00.000Z', '2026-03-08T07:30:00.000Z', '2026-10-25T00:30:00.000Z', '2026-11-01T05:30:00.000Z'],
];
/** A process of its own in each zone: formats are cached for the life of a process. */
const PROGRAM = `
  const { periodStart, periodAt } = await import('${SRC}/kernel/calendar.ts');
  const { formatsOf } = await import('${SRC}/i18n/formats.ts');
  const { localeOf } = await import('${SRC}/i18n/locale.ts');
  const formats = formatsOf(localeOf('en', null));
  const rows = [];
  for (const anchor of ${JSON.stringify(ANCHORS)}.map((text) => new Date(text)))
    for (const interval of ['DAY', 'WEEK', 'MONTH', 'YEAR'])
      for (let n = 0; n < 15; n++) {
        const cadence = { interval, count: 1 };
        const start = periodStart(anchor, cadence, n);
        const { index, end } = periodAt(anchor, cadence, start);
        rows.push([start.toISOString(), end.toISOString(), index, formats.date(start), formats.moment(start)].join(' '));
      }
  console.log(JSON.stringify({ hour: new Date('2026-07-01T12:00:00.000Z').getHours(), rows }));
`;

function computedIn(zone: string): { hour: number; rows: string[] } {
  const options = { env: { ...process.env, TZ: zone }, encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', PROGRAM], options));
}

let inUtc: ReturnType<typeof computedIn> | undefined;

test.each([
  ...['Etc/GMT+12', 'Pacific/Pago_Pago', 'America/St_Johns', 'Europe/London', 'Europe/Berlin', 'Asia/Kathmandu'],
  ...['Australia/Lord_Howe', 'Pacific/Chatham', 'Pacific/Apia', 'Pacific/Kiritimati', 'Etc/GMT-14'],
])('a server in %s computes the same periods and dates as one in UTC', (zone) => {
  inUtc ??= computedIn('UTC');
  const { hour, rows } = computedIn(zone);
  // The zone is in effect: without this the comparison would prove nothing.
  expect([hour === inUtc.hour, rows.length]).toEqual([false, ANCHORS.length * 60]);
  expect(rows).toEqual(inUtc.rows);
});
