/** The settings by which a page adapts the shared parts. `configurePage` runs before anything is rendered. */
export interface PageSettings {
  /** The prefix of every path, such as `/portal/co_…`; empty on a domain of the company's own. */
  base: string;
  /** Follows the screen's title in the title of the document. */
  name: string;
  /** Sent with every GraphQL request. */
  headers: Readonly<Record<string, string>>;
  /** Language tags in order of preference, before those of the browser. */
  locales: readonly string[];
  /** The language when none of the visitor's is supported. */
  defaultLocale: string | null | undefined;
  /** Keys of the history state that are carried from one entry to the next. */
  carriedState: readonly string[];
  /**
   * The session of an embedded page, which is in memory only; null while there is none. Without this setting the session is
   * a cookie.
   */
  bearer?: (() => string | null) | undefined;
  /** Runs with the data of every mutation that a person has started. */
  completed?: ((data: object) => void) | undefined;
  /** Runs when the server refuses a request because the session is over. */
  sessionLost(): void;
}

let settings: PageSettings | undefined;

export function configurePage(next: PageSettings): void {
  settings = next;
}

export function page(): PageSettings {
  if (!settings) throw new Error('configurePage() has not run yet.');
  return settings;
}
