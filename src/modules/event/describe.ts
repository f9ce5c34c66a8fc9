/** How an event type is described; what is emitted is checked against these descriptions by the compiler. */
import type { IdKind } from '../../kernel/ids.ts';

export interface EventDescription {
  /** What `objectId` names. */
  objects: readonly IdKind[];
  /** When it happens, as one sentence. */
  when: string;
  /** What `data` may hold, by its keys. Never a token, an address or a message body. */
  data: Readonly<Record<string, string>>;
}

/** One entry of the catalogue. The keys of `data` stay known to the compiler. */
export function event<const Data extends Readonly<Record<string, string>> = Readonly<Record<never, string>>>(
  objects: IdKind | readonly IdKind[],
  when: string,
  data: Data = {} as Data,
): { objects: readonly IdKind[]; when: string; data: Data } {
  return { objects: typeof objects === 'string' ? [objects] : objects, when, data };
}

/** Said of many updates. */
export const CHANGED = { changed: 'the names of the fields that were given' } as const;
