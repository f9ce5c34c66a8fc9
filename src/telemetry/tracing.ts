/**
 * Spans for OpenTelemetry: of requests, operations, jobs and statements. Without an exporter nothing is recorded and the
 * SDK is not loaded. Attributes hold names, ids and codes, never a submitted value.
 */
import {
  type Attributes,
  type Context,
  context,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { systemClock } from '../kernel/clock.ts';
import { safeError } from '../kernel/safeError.ts';

export interface TracingOptions {
  /** The base address of an OTLP receiver by HTTP; spans go to `/v1/traces` beneath it. */
  endpoint: string;
  serviceName: string;
}

export interface Tracing {
  /** Sends what is left, and records nothing more. */
  stop(): Promise<void>;
}

export interface OpenSpan {
  set(attributes: Attributes): void;
}

let recording = false;
const tracer = () => trace.getTracer('portico');

export const isTracing = () => recording;

/** Begins to record spans in this process and to send them to the exporter. */
export async function startTracing({ endpoint, serviceName }: TracingOptions): Promise<Tracing> {
  const [{ AsyncLocalStorageContextManager }, { OTLPTraceExporter }, { resourceFromAttributes }, sdk, core] =
    await Promise.all([
      import('@opentelemetry/context-async-hooks'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
      import('@opentelemetry/sdk-trace'),
      import('@opentelemetry/core'),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter })],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new core.W3CTraceContextPropagator());
  recording = true;
  return {
    async stop() {
      recording = false;
      await provider.shutdown();
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

interface SpanOptions {
  attributes?: Attributes;
  /** The headers of a request, whose `traceparent` becomes the parent; `null` for none. By default the active span. */
  parent?: { get(name: string): string | null } | null;
}

/** Runs `work` in a span. Without tracing it only runs it. */
export async function inSpan<T>(
  name: string,
  { attributes, parent }: SpanOptions,
  work: (span: OpenSpan | undefined) => Promise<T>,
): Promise<T> {
  if (!recording) return work(undefined);
  const above = parent === undefined ? context.active() : parent === null ? ROOT_CONTEXT : contextOf(parent);
  const span = tracer().startSpan(name, { attributes, kind: parent ? SpanKind.SERVER : SpanKind.INTERNAL }, above);
  try {
    return await context.with(trace.setSpan(above, span), () => work({ set: (more) => void span.setAttributes(more) }));
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Records a statement that has ended, beneath the active span. */
export function recordStatement({
  text,
  milliseconds,
  failed,
}: {
  text: string;
  milliseconds: number;
  failed: boolean;
}): void {
  // Without a span, a timer ran the statement, neither a request nor a job; it is not recorded.
  if (!recording || !trace.getActiveSpan()) return;
  const verb = /^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? 'STATEMENT';
  const span = tracer().startSpan(`db ${verb}`, {
    kind: SpanKind.CLIENT,
    startTime: systemClock.now().getTime() - milliseconds,
    attributes: { 'db.system.name': 'postgresql', 'db.operation.name': verb, 'db.query.text': text.slice(0, 2000) },
  });
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

function contextOf(headers: { get(name: string): string | null }): Context {
  return propagation.extract(ROOT_CONTEXT, headers, {
    get: (carrier, key) => carrier.get(key) ?? undefined,
    keys: () => ['traceparent', 'tracestate'],
  });
}

function fail(span: Span, error: unknown): void {
  const { type, code } = safeError(error);
  span.setAttributes({ 'error.type': code ?? type });
  span.setStatus({ code: SpanStatusCode.ERROR });
}
