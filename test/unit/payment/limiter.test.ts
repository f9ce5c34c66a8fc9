import { describe, expect, test } from 'vitest';
import { ProviderDown } from '../../../src/modules/payment/port.ts';
import { Limiter } from '../../../src/modules/payment/providers/limiter.ts';

/** A limiter whose time moves only by `pass`. */
function timedLimiter(perSecond: number, perEndpoint: number, maximumWaiting?: number) {
  let now = 0;
  let timers: { at: number; then(): void }[] = [];
  const limiter = new Limiter({
    ...{ perSecond, perEndpoint, maximumWaiting },
    now: () => now,
    after: (milliseconds, then) => void timers.push({ at: now + milliseconds, then }),
  });
  const sent: { at: number; name: string }[] = [];
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    limiter,
    sent,
    send: (lane: 'PRESENT' | 'BACKGROUND', name: string, endpoint = 'payment_intents') =>
      limiter.run(lane, endpoint, async () => void sent.push({ at: now, name })),
    async pass(milliseconds: number) {
      const until = now + milliseconds;
      for (;;) {
        await settle();
        const next = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.then();
      }
      now = until;
      await settle();
    },
  };
}

const most = (sent: { at: number }[]) =>
  Math.max(...sent.map(({ at }) => sent.filter((other) => other.at >= at && other.at < at + 1000).length));

describe('the limiter of requests', () => {
  test('no second has more requests than the limit of the endpoint, however many arrive at once', async () => {
    const { send, sent, pass } = timedLimiter(100, 25);
    const all = Array.from({ length: 75 }, (_, index) => send('PRESENT', String(index)));
    await pass(4_000);
    await Promise.all(all);
    expect(sent).toHaveLength(75);
    expect(most(sent)).toBeLessThanOrEqual(25);
  });

  test('no second has more requests than the limit of the account, over all endpoints', async () => {
    const { send, sent, pass } = timedLimiter(100, 25);
    const all = Array.from({ length: 300 }, (_, index) => send('PRESENT', String(index), `endpoint ${index % 12}`));
    await pass(4_000);
    await Promise.all(all);
    expect(most(sent)).toBeLessThanOrEqual(100);
    expect(most(sent)).toBeGreaterThan(80);
  });

  test('a request of a person is sent before requests that wait in the background', async () => {
    const { send, sent, pass } = timedLimiter(25, 25);
    const background = Array.from({ length: 40 }, (_, index) => send('BACKGROUND', `job ${index}`));
    await pass(500);
    const person = send('PRESENT', 'person');
    await pass(100);
    await person;
    expect(sent.length).toBeLessThan(20);
    expect(sent.map(({ name }) => name)).toContain('person');
    await pass(3_000);
    await Promise.all(background);
  });

  test('too many or too long waiting requests are refused before they are sent', async () => {
    const { send, sent, pass } = timedLimiter(25, 1, 3);
    const results = Promise.allSettled(Array.from({ length: 6 }, (_, index) => send('PRESENT', String(index))));
    await pass(20_000);
    const refused = (await results).flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused.every((error) => error instanceof ProviderDown && error.sent === 'NO')).toBe(true);
    expect(refused.length + sent.length).toBe(6);
    expect(refused.length).toBeGreaterThanOrEqual(2);
  });

  test('after a pause that the provider requires, requests continue', async () => {
    const { limiter, send, sent, pass } = timedLimiter(25, 25);
    limiter.pause(2_000);
    const waiting = send('PRESENT', 'later');
    await pass(1_900);
    expect(sent).toEqual([]);
    await pass(300);
    await waiting;
    expect(sent).toHaveLength(1);
  });
});
