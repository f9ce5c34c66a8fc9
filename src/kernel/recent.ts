/** A map of bounded size. It forgets the entry that was used least recently. */
export class Recent<V> {
  readonly #entries = new Map<string, V>();
  readonly #maximum: number;

  constructor(maximum: number) {
    this.#maximum = maximum;
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#maximum) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}

const QUIET_MS = 10 * 60_000;
const MAXIMUM_FACTS = 10_000;

/** Whether a fact is news: it was not reported in the last ten minutes. So a flood of one fact fills no log. */
export function createNews(): (fact: string, now: Date) => boolean {
  const reported = new Recent<number>(MAXIMUM_FACTS);
  return (fact, now) => {
    const last = reported.get(fact);
    if (last !== undefined && now.getTime() - last < QUIET_MS) return false;
    reported.set(fact, now.getTime());
    return true;
  };
}
