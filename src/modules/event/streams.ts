/**
 * Event streams for merchants. One statement per second and company reads the events for all of its streams in this
 * process, whichever process wrote them. A subscriber that resumes first reads the events it missed.
 */
import type { Db } from '../../db/client.ts';
import type { Event } from '../../db/generated/client/client.ts';
import { beginningAfter, beginningNow, comesBefore, eventsAfter, PAGE, type Place } from './positions.ts';
import { EventStream } from './stream.ts';

/** The maximum numbers of open streams per process: of one company, and of all. */
export const STREAMS_PER_COMPANY = 20;
const STREAMS_PER_PROCESS = 1000;

const POLL_MS = 1000;
/** The number of recent events cached per company, so that live streams need no statements of their own. */
const REMEMBERED = 1000;

export class TooManyStreams extends Error {}
export class UnknownCursor extends Error {}

interface StreamsOptions {
  db: Db;
  /** Returns the ids of the given API keys that are still valid. */
  stillValid(apiKeyIds: readonly string[]): Promise<ReadonlySet<string>>;
  onUnexpected(error: unknown): void;
}

/** A company's cached recent events: all those after `floor` and before `head`. */
interface Hub {
  floor: Place;
  head: Place;
  events: Event[];
  streams: Set<EventStream>;
}

export class EventStreams {
  readonly #options: StreamsOptions;
  readonly #hubs = new Map<string, Hub>();
  /** Streams by company, including those that are still being opened. */
  readonly #counts = new Map<string, number>();
  #open = 0;
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | undefined;
  #closed = false;

  constructor(options: StreamsOptions) {
    this.#options = options;
  }

  /** Opens a stream after an event, or from now on. */
  async subscribe(wanted: {
    companyId: string;
    apiKeyId: string;
    after: string | null;
    types: readonly string[] | null;
  }): Promise<EventStream> {
    const { companyId, apiKeyId, after, types } = wanted;
    const count = this.#counts.get(companyId) ?? 0;
    if (this.#closed || count >= STREAMS_PER_COMPANY || this.#open >= STREAMS_PER_PROCESS) throw new TooManyStreams();
    this.#count(companyId, 1);
    try {
      const { db } = this.#options;
      const now = await beginningNow(db, companyId);
      const beginning = after === null ? now : await beginningAfter(db, companyId, after);
      if (!beginning) throw new UnknownCursor();
      if (this.#closed) throw new TooManyStreams();
      return this.#join(companyId, now.place, { apiKeyId, beginning, types });
    } catch (error) {
      this.#count(companyId, -1);
      throw error;
    }
  }

  /** Ends all streams. */
  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    for (const { streams } of this.#hubs.values()) for (const stream of streams) stream.end();
    await this.#polling;
  }

  #count(companyId: string, by: 1 | -1): void {
    this.#open += by;
    const count = (this.#counts.get(companyId) ?? 0) + by;
    if (count > 0) this.#counts.set(companyId, count);
    else this.#counts.delete(companyId);
  }

  #join(companyId: string, now: Place, options: ConstructorParameters<typeof EventStream>[1]): EventStream {
    const hub = this.#hubs.get(companyId) ?? { floor: now, head: now, events: [], streams: new Set<EventStream>() };
    this.#hubs.set(companyId, hub);
    const { db, onUnexpected } = this.#options;
    const stream: EventStream = new EventStream(
      {
        after: async (place) => {
          if (!comesBefore(place, hub.head)) return null;
          if (!comesBefore(place, hub.floor))
            return { events: hub.events.filter((event) => comesBefore(place, event)), reached: hub.head };
          try {
            return await eventsAfter(db, companyId, place);
          } catch (error) {
            // A subscriber that reconnects resumes from its position.
            onUnexpected(error);
            stream.end();
            return null;
          }
        },
        left: () => {
          hub.streams.delete(stream);
          this.#count(companyId, -1);
          if (hub.streams.size === 0) this.#hubs.delete(companyId);
          if (this.#hubs.size === 0) {
            clearInterval(this.#timer);
            this.#timer = undefined;
          }
        },
      },
      options,
    );
    hub.streams.add(stream);
    this.#timer ??= setInterval(() => this.#poll(), POLL_MS).unref();
    return stream;
  }

  #poll(): void {
    this.#polling ??= this.#pollAll()
      .catch(this.#options.onUnexpected)
      .finally(() => {
        this.#polling = undefined;
      });
  }

  async #pollAll(): Promise<void> {
    await this.#endRevoked();
    for (const [companyId, hub] of this.#hubs) while (await this.#advance(companyId, hub));
  }

  /** Reads one more page. Returns true if there may be more. */
  async #advance(companyId: string, hub: Hub): Promise<boolean> {
    const { events, reached } = await eventsAfter(this.#options.db, companyId, hub.head);
    hub.events.push(...events);
    hub.head = reached;
    const forgotten = hub.events.splice(0, Math.max(0, hub.events.length - REMEMBERED)).at(-1);
    if (forgotten) hub.floor = forgotten;
    if (events.length > 0) for (const stream of hub.streams) stream.wake();
    return events.length === PAGE && hub.streams.size > 0;
  }

  /** Ends the streams of keys that were revoked or whose company was disabled. */
  async #endRevoked(): Promise<void> {
    const streams = [...this.#hubs.values()].flatMap((hub) => [...hub.streams]);
    const keys = [...new Set(streams.map(({ apiKeyId }) => apiKeyId))];
    const valid = await this.#options.stillValid(keys);
    for (const stream of streams) if (!valid.has(stream.apiKeyId)) stream.end();
  }
}
