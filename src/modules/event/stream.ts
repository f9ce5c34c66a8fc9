/** One subscriber's events, taken at its own pace. Nothing is kept for it but the place that it has reached. */
import type { Event } from '../../db/generated/client/client.ts';
import type { Beginning, Place } from './positions.ts';

/** Where a stream takes its events from. */
export interface Source {
  /** The events after a place, as far as they are known; waits for nothing. Null when there are none yet. */
  after(place: Place): Promise<{ events: readonly Event[]; reached: Place } | null>;
  /** Called once, when the stream has ended in whatever way. */
  left(): void;
}

/**
 * Who waits for a stream begins to read it at once. Who has hung up while it was opened, or was told that it took too long,
 * never does, and nobody else would end it.
 */
const BEGUN_WITHIN_MS = 3000;

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Written by hand and not as a generator: `return` of a generator waits for the promise that it is just waiting for,
 * and who has hung up while nothing happens would be remembered until something does.
 */
export class EventStream implements AsyncIterableIterator<Event, undefined> {
  readonly apiKeyId: string;
  readonly #source: Source;
  readonly #beginning: Beginning;
  readonly #types: ReadonlySet<string> | null;
  #place: Place;
  #waiting: Event[] = [];
  #ended = false;
  #wake: () => void = () => {};
  readonly #unread = setTimeout(() => this.end(), BEGUN_WITHIN_MS).unref();

  constructor(source: Source, options: { apiKeyId: string; beginning: Beginning; types: readonly string[] | null }) {
    this.#source = source;
    this.apiKeyId = options.apiKeyId;
    this.#place = options.beginning.place;
    this.#beginning = options.beginning;
    this.#types = options.types && new Set(options.types);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async next(): Promise<IteratorResult<Event, undefined>> {
    clearTimeout(this.#unread);
    while (!this.#ended) {
      const event = this.#waiting.shift();
      if (event) return { done: false, value: event };
      // Made before it is looked, so that what happens meanwhile wakes it.
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      const more = await Promise.race([this.#source.after(this.#place), woken]);
      if (!more) {
        await woken;
        continue;
      }
      this.#place = more.reached;
      this.#waiting = more.events.filter((event) => this.#isWanted(event));
    }
    return DONE;
  }

  #isWanted({ type, position }: Event): boolean {
    return (this.#types?.has(type) ?? true) && !this.#beginning.isPast(position);
  }

  async return(): Promise<IteratorResult<Event, undefined>> {
    this.end();
    return DONE;
  }

  async throw(): Promise<IteratorResult<Event, undefined>> {
    return this.return();
  }

  /** Something may have happened. */
  wake(): void {
    this.#wake();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#unread);
    this.#waiting = [];
    this.#source.left();
    this.#wake();
  }
}
