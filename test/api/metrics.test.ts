/** GET /metrics: the format for Prometheus, who may read it, and labels that callers cannot multiply. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metricsListener } from '../../src/http/serveMetrics.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { openTestApp, PUBLIC_URL, type TestApp } from '../support/app.ts';
import { makeCustomer, makePrice, makeSubscription } from '../support/catalog.ts';

const TOKEN = 'a token for metrics in tests';

let t: TestApp;
let apiKey: string;

beforeAll(async () => {
  t = await openTestApp({ metrics: new Metrics(['Known']), metricsToken: TOKEN });
  ({ apiKey } = await t.company());
});
afterAll(() => t.close());

const read = (headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }, method = 'GET') =>
  t.app.fetch(new Request(`${PUBLIC_URL}/metrics`, { method, headers }));
const scrape = async () => (await read()).text();
/** The value of a series, by its name and labels as they are printed. */
const seriesValue = (text: string, series: string) => {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};
const ask = (query: string) => t.post({ query }, { authorization: `Bearer ${apiKey}` });

describe('GET /metrics', () => {
  test('a request with the token gets the metrics in the text format of Prometheus', async () => {
    const response = await read();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ]);
    expect(await response.text()).toContain('# TYPE portico_requests_total counter');
  });

  test.each([
    ['nobody', {}],
    ['another token', { authorization: `Bearer ${TOKEN}x` }],
    ['an API key', { authorization: 'Bearer sk_test_nothing' }],
  ])('%s is refused without a metric', async (_who, headers) => {
    const response = await read(headers as Record<string, string>);
    expect([response.status, (await response.text()).includes('portico_')]).toEqual([401, false]);
  });

  test('without a configured token, /metrics on the main port returns 404', async () => {
    const without = await openTestApp({ metrics: new Metrics() });
    const response = await without.app.fetch(new Request(`${PUBLIC_URL}/metrics`));
    expect(response.status).toBe(404);
    await without.close();
  });

  test('the metrics port serves only metrics and needs no token', async () => {
    if (!t.app.metrics) throw new Error('No metrics.');
    const server: Server = createServer(metricsListener(t.app.metrics));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    expect(await (await fetch(`${base}/metrics`)).text()).toContain('portico_requests_total');
    expect((await fetch(`${base}/graphql`)).status).toBe(404);
    expect((await fetch(`${base}/metrics`, { method: 'POST' })).status).toBe(405);
    server.close();
    server.closeAllConnections();
  });
});

describe('metrics', () => {
  test('requests are counted by kind, trusted operation name and outcome, and errors by code', async () => {
    await ask('query Known { company { name } }');
    await ask('query SomebodyElses { company { name } }');
    await ask('query Known { nothing }');
    const text = await scrape();
    const graphql = (labels: string) => seriesValue(text, `portico_requests_total{route="graphql",${labels}}`);
    expect(graphql('kind="query",operation="Known",outcome="ok"')).toBe(1);
    expect(graphql('kind="query",operation="other",outcome="ok"')).toBe(1);
    expect(graphql('kind="none",operation="none",outcome="refused"')).toBe(1);
    expect(seriesValue(text, 'portico_request_errors_total{code="GRAPHQL_VALIDATION_FAILED"}')).toBe(1);
    expect(seriesValue(text, 'portico_request_duration_seconds_count{route="graphql",kind="query"}')).toBe(2);
  });

  test('a caller cannot add a series, whatever names, methods and addresses it sends', async () => {
    const series = async () => (await scrape()).split('\n').filter((line) => line.startsWith('portico_')).length;
    await ask('query First { company { name } }');
    await t.app.fetch(new Request(`${PUBLIC_URL}/somewhere-1`));
    const before = await series();
    for (let n = 0; n < 20; n++) {
      await ask(`query Name${n} { company { name } }`);
      await t.app.fetch(new Request(`${PUBLIC_URL}/somewhere-${n}`));
    }
    expect(await series()).toBe(before);
    expect(await scrape()).not.toMatch(/Name1|somewhere/);
  });

  test('jobs, the queue, renewals, webhooks and the process have metrics', async () => {
    const { merchant } = await t.company('Renewing');
    const customerId = await makeCustomer(merchant);
    const { priceId } = await makePrice(merchant, { amount: 1000 });
    await makeSubscription(merchant, customerId, priceId);
    t.clock.advanceTo('2026-04-01T01:00:00Z');
    expect(seriesValue(await scrape(), 'portico_renewals_overdue')).toBe(1);
    await t.app.tick();
    const text = await scrape();
    expect(seriesValue(text, 'portico_renewals_overdue')).toBe(0);
    expect(seriesValue(text, 'portico_renewals_total{outcome="done"}')).toBe(1);
    expect(seriesValue(text, 'portico_webhook_deliveries_pending')).toBe(0);
    expect(text).toMatch(/portico_job_runs_total\{job="[^"]+",outcome="ok"\} [1-9]/);
    expect(text).toMatch(/portico_job_duration_seconds_count\{job="[^"]+"\} [1-9]/);
    expect(seriesValue(text, 'process_cpu_seconds_total')).toBeGreaterThan(0);
  });
});
