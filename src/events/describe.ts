/** The form in which an event type is described; the compiler checks emitted events against these descriptions. */
import type { IdKind } from '../kernel/ids.ts';

/** A key of `data` whose value is an object, or null, with described fields. */
export interface ObjectDescription {
  readonly description: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The keys of an event's `data` and their meanings. Never a token, an address or a message body. */
export type DataDescription = Readonly<Record<string, string | ObjectDescription>>;

export interface EventDescription {
  /** The kinds of object that `objectId` identifies. */
  objects: readonly IdKind[];
  /** When it is emitted, as one sentence. */
  when: string;
  /** The meaning of each key of `data`; a key inside an object is written `key.field`. */
  data: Readonly<Record<string, string>>;
}

/** One entry of the catalog. The compiler knows the keys of `data`. */
export function event<const Data extends DataDescription = Readonly<Record<never, string>>>(
  objects: IdKind | readonly IdKind[],
  when: string,
  data: Data = {} as Data,
): { objects: readonly IdKind[]; when: string; data: Data } {
  return { objects: typeof objects === 'string' ? [objects] : objects, when, data };
}

/** The data of update events. */
export const CHANGED = { changed: 'the names of the fields that were given' } as const;
