/** Spans: a request, its operation and its statements are one trace, beneath the caller's, at an OTLP receiver. */
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inSpan, recordStatement, startTracing, type Tracing } from '../../src/telemetry/tracing.ts';
import { openTestApp, type TestApp } from '../support/app.ts';
import { openTestDb } from '../support/database.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER = 'b7ad6b7169203331';

interface SentSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  attributes: { key: string; value: Record<string, unknown> }[];
  status: { code?: number };
}

const sent: SentSpan[] = [];
let resource: unknown;
let receiver: Server;
let tracing: Tracing;
let t: TestApp;

beforeAll(async () => {
  receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    resource = body.resourceSpans[0].resource;
    for (const { spans } of body.resourceSpans[0].scopeSpans) sent.push(...spans);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as { port: number };
  tracing = await startTracing({ endpoint: `http://127.0.0.1:${port}/`, serviceName: 'portico-test' });
  t = await openTestApp({ db: await openTestDb({ onStatement: recordStatement }) });
});
afterAll(async () => {
  await t.close();
  receiver.close();
  receiver.closeAllConnections();
});

const attributesOf = (span: SentSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));

test('a request, its operation, its statements and a job are recorded without a submitted value', async () => {
  const { apiKey, companyId } = await t.company();
  const { headers } = await t.post(
    { query: 'query Mine($id: ID!) { customer(id: $id) { id } }', variables: { id: 'cus_canary' } },
    { authorization: `Bearer ${apiKey}`, traceparent: `00-${TRACE}-${CALLER}-01` },
  );
  await t.post({
    query: 'mutation ($i: RequestPortalLinkInput!) { requestPortalLink(input: $i) { __typename } }',
    variables: { i: { companyId, email: 'canary@example.com' } },
  });
  await t.app.tick();
  await expect(inSpan('broken', {}, () => Promise.reject(new TypeError('canary')))).rejects.toThrow('canary');
  await tracing.stop();

  const ofTrace = sent.filter(({ traceId }) => traceId === TRACE);
  const request = ofTrace.find(({ name }) => name === 'request');
  expect(request?.parentSpanId).toBe(CALLER);
  expect(attributesOf(request)).toMatchObject({
    'http.route': 'graphql',
    'http.response.status_code': 200,
    'portico.request_id': headers.get('x-request-id'),
  });
  const operation = ofTrace.find(({ name }) => name === 'graphql.execute');
  expect(operation?.parentSpanId).toBe(request?.spanId);
  expect(attributesOf(operation)).toEqual({ 'graphql.operation.type': 'query', 'graphql.operation.name': 'Mine' });
  const statements = ofTrace.filter(({ name }) => name === 'db SELECT');
  expect(statements.length).toBeGreaterThan(0);
  expect([request?.spanId, operation?.spanId]).toEqual(expect.arrayContaining(statements.map((s) => s.parentSpanId)));

  const job = sent.find(({ name }) => name === 'job');
  expect(job?.parentSpanId ?? '').toBe('');
  expect(attributesOf(job)).toMatchObject({ 'portico.job_attempt': expect.anything() });
  const broken = sent.find(({ name }) => name === 'broken');
  expect([broken?.status.code, attributesOf(broken)]).toEqual([2, { 'error.type': 'TypeError' }]);

  expect(JSON.stringify(resource)).toContain('portico-test');
  expect(JSON.stringify(sent)).not.toMatch(/canary|sk_test/);
  expect(JSON.stringify(sent)).not.toContain(apiKey);
});

test('after it was stopped nothing more is recorded', async () => {
  const before = sent.length;
  await t.post({ query: '{ __typename }' });
  expect(sent.length).toBe(before);
});
