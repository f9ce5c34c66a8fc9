import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { ClocksDisagree, createClockGuard } from '../../src/db/clockGuard.ts';
import { ManualClock } from '../../src/kernel/clock.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

describe('the comparison of clocks', () => {
  let skew: number;
  let statements: number;
  let lines: [object, string][];
  const clock = { now: () => new Date(Date.now() + skew) };
  const db = {
    kind: 'postgres',
    async sql() {
      statements++;
      return [{ now: new Date() }];
    },
  } as unknown as Db;
  const log = {
    error: (fields: object, message: string) => void lines.push([fields, message]),
    info: (fields: object, message: string) => void lines.push([fields, message]),
  };
  beforeEach(() => {
    skew = 0;
    statements = 0;
    lines = [];
  });

  test.each([
    [59, true],
    [-59, true],
    [62, false],
    [-62, false],
    [75 * 86_400, false],
  ])('a process whose clock is %d seconds ahead may work: %s', async (seconds, allowed) => {
    skew = seconds * SECOND;
    const guard = createClockGuard({ db, clock, log });
    const outcome = await guard.compare().then(
      () => true,
      (error) => !(error instanceof ClocksDisagree),
    );
    expect(outcome).toBe(allowed);
  });

  test('a jump of the process’s clock is refused without another SQL statement, and work is allowed once the clock is right again', async () => {
    const guard = createClockGuard({ db, clock, log });
    await guard.verify();
    await guard.verify();
    expect(statements).toBe(1);
    skew = DAY;
    await expect(guard.verify()).rejects.toThrow(ClocksDisagree);
    await expect(guard.verify()).rejects.toThrow(ClocksDisagree);
    expect(lines).toMatchObject([[{ aheadSeconds: 86_400 }, expect.stringMatching(/this process is ahead of/)]]);
    skew = 0;
    await guard.verify();
    expect(lines[1]?.[1]).toMatch(/agree again/);
  });

  test('the log names the clock that is behind', async () => {
    skew = -DAY;
    await expect(createClockGuard({ db, clock, log }).compare()).rejects.toThrow(ClocksDisagree);
    expect(lines).toMatchObject([[{ aheadSeconds: -86_400 }, expect.stringMatching(/this process is behind/)]]);
  });

  test('the embedded database, and a clock that is moved by hand, are not compared', async () => {
    skew = DAY;
    await createClockGuard({ db: { ...db, kind: 'pglite' } as Db, clock, log }).compare();
    await createClockGuard({ db, clock: new ManualClock('2001-01-01'), log }).compare();
    expect(statements).toBe(0);
  });
});
