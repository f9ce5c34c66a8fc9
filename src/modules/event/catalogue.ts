/**
 * Every type of event there is. `op.emit` is typed against it: a type, or a key of `data`, that does not stand here does
 * not compile. To add one, write its entry (here, by noun: billingEvents.ts, accountEvents.ts), emit it, and run
 * `npm run codegen`, which prints the table in the README.
 */
import type { Prisma } from '../../db/generated/client/client.ts';
import { ACCOUNT_EVENTS } from './accountEvents.ts';
import { BILLING_EVENTS } from './billingEvents.ts';
import type { EventDescription } from './describe.ts';

export const EVENTS = { ...BILLING_EVENTS, ...ACCOUNT_EVENTS };

export type EventType = keyof typeof EVENTS;

type JsonValue = Prisma.InputJsonValue | null | undefined;

type DataOf<T extends EventType> = (typeof EVENTS)[T]['data'];

/** What `data` of an event may hold; of one among several types, what each of them may. */
export type EventData<T extends EventType> = T extends EventType
  ? [keyof DataOf<T>] extends [never]
    ? Readonly<Record<string, never>>
    : { readonly [Key in keyof DataOf<T>]?: JsonValue }
  : never;

export const EVENT_TYPES = (Object.keys(EVENTS) as EventType[]).sort();

export function isEventType(text: string): text is EventType {
  return Object.hasOwn(EVENTS, text);
}

export function describeEvent(type: EventType): EventDescription {
  return EVENTS[type];
}
