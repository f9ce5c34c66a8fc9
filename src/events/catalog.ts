/**
 * All types of events. `op.emit` is typed against this catalog: an unknown type, or an unknown key of `data`, does not
 * compile. To add a type, declare it in billingEvents.ts or accountEvents.ts, emit it, and run `npm run codegen`, which
 * updates the table in src/modules/webhook/README.md.
 */
import { ACCOUNT_EVENTS } from './accountEvents.ts';
import { BILLING_EVENTS } from './billingEvents.ts';
import type { DataDescription, EventDescription, ObjectDescription } from './describe.ts';

const EVENTS = { ...BILLING_EVENTS, ...ACCOUNT_EVENTS };

export type EventType = keyof typeof EVENTS;

type Scalar = string | number | boolean | null | undefined;

/** A described object has only its described fields; every other value is a scalar or a list of strings. */
type ValueOf<Description> = Description extends { readonly fields: infer Fields }
  ? { readonly [Key in keyof Fields]?: Scalar } | null
  : Scalar | readonly string[];

type DataOf<T extends EventType> = (typeof EVENTS)[T]['data'];

/** The permitted `data` of an event. For a union of types, the union of theirs. */
export type EventData<T extends EventType> = T extends EventType
  ? [keyof DataOf<T>] extends [never]
    ? Readonly<Record<string, never>>
    : { readonly [Key in keyof DataOf<T>]?: ValueOf<DataOf<T>[Key]> }
  : never;

export const EVENT_TYPES = (Object.keys(EVENTS) as EventType[]).sort();

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

export function describeEvent(type: EventType): EventDescription {
  const { objects, when, data } = EVENTS[type];
  return { objects, when, data: Object.fromEntries(Object.entries(data as DataDescription).flatMap(flatten)) };
}

function flatten([key, value]: [string, string | ObjectDescription]): [string, string][] {
  if (typeof value === 'string') return [[key, value]];
  const fields = Object.entries(value.fields).map(([field, meaning]): [string, string] => [`${key}.${field}`, meaning]);
  return [[key, value.description], ...fields];
}
