/** One subscriber's events, read at its own pace. Its only state is the position it has reached. */
import type { Event } from '../../db/generated/client/client.ts';
import type { Beginning, Place } from './positions.ts';

/** The source of a stream's events. */
export interface Source {
  /** The known events after a position; does not wait. Null if none are known yet. */
  after(place: Place): Promise<{ events: readonly Event[]; reached: Place } | null>;
  /** Called once, when the stream has ended for any reason. */
  left(): void;
}

/**
 * A subscriber starts reading immediately after opening. One that disconnected or timed out while the stream was opened
 * never reads, and nothing else would end the stream.
 */
const BEGUN_WITHIN_MS = 3000;

const DONE: IteratorReturnResult<undefined> = { done: true, value: undefined };

/**
 * Not a generator: a generator's `return` waits for its pending promise, so a disconnected subscriber would be held
 * until the next event.
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
      // Created before reading, so that an event in between wakes it.
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

  /** Wakes the stream: events may have been added. */
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
