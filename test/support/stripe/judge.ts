/** Checks requests and responses against Stripe's published OpenAPI document. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { NEWER_PARAMETERS, NEWER_VALUES } from '../../contract/stripe/newerParameters.ts';

type Schema = { [key: string]: unknown };

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content: Record<string, { schema: Schema }> }>;
}

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

const FILE = new URL('../../contract/stripe/openapi.json.gz', import.meta.url);
const FORM = 'application/x-www-form-urlencoded';

/** Converts OpenAPI 3.0's `nullable` to JSON Schema. */
function withNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNull);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, withNull(one)]);
  const { nullable, ...rest } = Object.fromEntries(entries);
  return nullable === true ? { anyOf: [rest, { type: 'null' }] } : rest;
}

function readDocument(): Document {
  const document = withNull(JSON.parse(gunzipSync(readFileSync(FILE)).toString('utf8'))) as Document;
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const properties = (id: string) => {
    const operation = operations.find(({ operationId }) => operationId === id);
    return operation?.requestBody?.content[FORM]?.schema.properties as Record<string, Schema>;
  };
  for (const { operation, name, schema } of NEWER_PARAMETERS) properties(operation)[name] = schema;
  for (const { operation, name, value } of NEWER_VALUES) {
    const property = properties(operation)[name] as Schema;
    const also = { type: 'string', pattern: value.source };
    if (property.type === 'array') property.items = { anyOf: [property.items, also] };
    else properties(operation)[name] = { anyOf: [property, also] };
  }
  return document;
}

export interface Matched {
  operation: Operation;
  /** The path of the document, such as `/v1/refunds/{refund}`. */
  path: string;
  method: string;
  /** The values of its placeholders. */
  ids: string[];
}

export interface Judge {
  /** Null if the document has no such operation. */
  match(method: string, path: string): Matched | null;
  /** The violations of a request's parameters; empty if there are none. Coerces the parameters to their types. */
  request(matched: Matched, parameters: object): string[];
  response(matched: Matched, status: number, body: unknown): string[];
  /** Compiles what an operation needs. That takes seconds for the first, and must not count against a caller's deadline. */
  prepare(matched: Matched): void;
}

const sentence = ({ instancePath, message, params }: ErrorObject) =>
  `${instancePath || '(all)'} ${message} ${JSON.stringify(params)}`;

/** The errors of each branch of an `anyOf` are misleading: the deepest ones name the mistake. */
const sentences = (errors: ErrorObject[] | null | undefined) => (errors ?? []).slice(0, 8).map(sentence);

function createJudge(): Judge {
  const document = readDocument();
  const options = { strict: false, validateFormats: false, logger: false as const };
  const requests = new Ajv({ ...options, coerceTypes: true });
  const responses = new Ajv(options);
  for (const ajv of [requests, responses]) ajv.addSchema({ $id: 'stripe', components: document.components });
  const compiled = new Map<string, ValidateFunction>();
  const compile = (ajv: Ajv, name: string, schema: Schema): ValidateFunction => {
    const known = compiled.get(name);
    if (known) return known;
    const text = JSON.stringify(schema).replaceAll('"#/components', '"stripe#/components');
    const validate = ajv.compile(JSON.parse(text) as Schema);
    compiled.set(name, validate);
    return validate;
  };
  const routes = Object.keys(document.paths).map((path) => ({
    path,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
  }));

  const judge: Judge = {
    prepare(matched) {
      judge.request(matched, {});
      for (const status of [200, 400]) judge.response(matched, status, {});
    },
    match(method, path) {
      for (const route of routes) {
        const found = route.pattern.exec(path);
        const operation = document.paths[route.path]?.[method.toLowerCase()];
        if (found && operation) return { operation, path: route.path, method, ids: found.slice(1) };
      }
      return null;
    },
    request({ operation, method }, parameters) {
      const query = (operation.parameters ?? []).filter((one) => one.in === 'query');
      const schema: Schema =
        method === 'POST'
          ? (operation.requestBody?.content[FORM]?.schema ?? {})
          : {
              type: 'object',
              additionalProperties: false,
              properties: Object.fromEntries(query.map((one) => [one.name, one.schema])),
              required: query.filter(({ required }) => required).map(({ name }) => name),
            };
      const validate = compile(requests, `request ${operation.operationId}`, schema);
      return validate(parameters) ? [] : sentences(validate.errors);
    },
    response({ operation }, status, body) {
      const key = status === 200 ? '200' : 'default';
      const schema = operation.responses[key]?.content['application/json']?.schema ?? {};
      const validate = compile(responses, `response ${operation.operationId} ${key}`, schema);
      return validate(body) ? [] : sentences(validate.errors);
    },
  };
  return judge;
}

let shared: Judge | null = null;

/** One judge for all tests of a process, because compiling the document takes a moment. */
export function stripeJudge(): Judge {
  shared ??= createJudge();
  return shared;
}
