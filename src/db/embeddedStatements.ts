import type { PGlite } from '@electric-sql/pglite';
import { statementNames } from './statementNames.ts';

type Exchange = PGlite['execProtocolStream'];
type Messages = Awaited<ReturnType<Exchange>>;

interface Prepared {
  name: string;
  /** How the database describes the statement: the types of its parameters, and its columns. */
  parameters: Messages;
  columns: Messages;
}

/** A statement between its first message and its last. */
interface Running {
  sql: string;
  name: string;
  prepared: Prepared | undefined;
  bind?: Uint8Array;
  synced?: boolean;
}

/**
 * Lets an embedded database parse and plan a recurring statement once, as node-postgres does by names, and supplies what
 * is known of it already. PGlite itself parses every statement anew and sends each of its six messages alone, which
 * takes more than twice the processor time.
 *
 * It replaces `execProtocolStream`, through which PGlite sends every message: Parse, Describe the statement, Bind,
 * Describe the portal, Execute, Sync. Nothing comes between the messages of one statement, since PGlite runs one at
 * a time.
 */
export function prepareStatements(pglite: PGlite): void {
  const send: Exchange = pglite.execProtocolStream.bind(pglite);
  const known = new KnownStatements();
  let running: Running | undefined;

  pglite.execProtocolStream = (message, options) => {
    const kind = message[0];
    const exchange = (changed: Uint8Array) => send(changed, options);
    if (kind === QUERY || kind === PARSE) {
      running = begin(message, known);
      return begun(message, running, exchange);
    }
    if (!running) return exchange(message);
    const statement = running;
    if (kind === SYNC) running = undefined;
    return statement.prepared
      ? goOnPrepared(message, statement, statement.prepared, exchange, known)
      : goOnNamed(message, statement, exchange, known);
  };
}

type Send = (message: Uint8Array) => ReturnType<Exchange>;

/** The statement of a Parse message if it recurs; a script and a change of the schema run as PGlite sends them. */
function begin(message: Uint8Array, known: KnownStatements): Running | undefined {
  const isScript = message[0] === QUERY;
  const sql = textAt(message, isScript ? 5 : 6);
  if (!CHANGES_SCHEMA.test(sql)) return isScript || !leavesTypesOpen(message) ? undefined : known.begin(sql);
  known.forget();
  return undefined;
}

async function begun(message: Uint8Array, running: Running | undefined, exchange: Send): Promise<Messages> {
  if (!running) return exchange(message);
  return running.prepared ? [] : exchange(named(message, 5, running.name));
}

/** The statement is parsed under a name for the first time; all its messages are sent. */
async function goOnNamed(message: Uint8Array, running: Running, exchange: Send, known: KnownStatements) {
  const nameAt6 = message[0] === BIND || (message[0] === DESCRIBE && message[5] === STATEMENT);
  const answer = await exchange(nameAt6 ? named(message, 6, running.name) : message);
  if (nameAt6 && message[0] === DESCRIBE) known.add(running, answer);
  return answer;
}

/** The statement is prepared: its values are sent with the command to execute it, in one exchange. */
async function goOnPrepared(
  message: Uint8Array,
  running: Running,
  prepared: Prepared,
  exchange: Send,
  known: KnownStatements,
): Promise<Messages> {
  switch (message[0]) {
    case DESCRIBE:
      return message[5] === STATEMENT ? prepared.parameters : prepared.columns;
    case BIND:
      running.bind = named(message, 6, running.name);
      return [];
    case EXECUTE:
      running.synced = true;
      return exchange(joined(running.bind ?? [], message, SYNC_MESSAGE)).catch(known.forgetIfInvalid);
    // A value that cannot be serialized ends the statement before it is executed.
    case SYNC:
      return running.synced ? [] : exchange(message);
    default:
      return exchange(message);
  }
}

class KnownStatements {
  readonly #prepared = new Map<string, Prepared>();
  #nameOf = statementNames();
  #generation = 0;
  #last = 0;

  begin(sql: string): Running | undefined {
    const prepared = this.#prepared.get(sql);
    if (prepared) return { sql, name: prepared.name, prepared };
    // A name is never used twice: a statement that could not be described retains its name in the database.
    if (this.#nameOf(sql) === undefined) return undefined;
    this.#last += 1;
    return { sql, name: `portico_${this.#generation}_${this.#last}`, prepared: undefined };
  }

  add({ sql, name }: Running, description: Messages): void {
    this.#prepared.set(sql, {
      name,
      parameters: description.filter((message) => message.name === 'parameterDescription'),
      columns: description.filter((message) => message.name === 'rowDescription'),
    });
  }

  /** After a change of the schema the columns of a statement may be others than those that were described. */
  forget(): void {
    this.#prepared.clear();
    this.#nameOf = statementNames();
    this.#generation += 1;
  }

  readonly forgetIfInvalid = (error: unknown): never => {
    if ((error as { code?: string }).code === FEATURE_NOT_SUPPORTED) this.forget();
    throw error;
  };
}

const code = (letter: string) => letter.charCodeAt(0);
const QUERY = code('Q');
const PARSE = code('P');
const DESCRIBE = code('D');
/** Of a Describe message: of a statement, rather than of a portal. */
const STATEMENT = code('S');
const BIND = code('B');
const EXECUTE = code('E');
const SYNC = code('S');
const SYNC_MESSAGE = new Uint8Array([SYNC, 0, 0, 0, 4]);
const CHANGES_SCHEMA = /\b(create|alter|drop|discard|deallocate)\b/i;
/** PostgreSQL's code of “cached plan must not change result type”. */
const FEATURE_NOT_SUPPORTED = '0A000';
const decoder = new TextDecoder();

function textAt(message: Uint8Array, from: number): string {
  return decoder.decode(message.subarray(from, message.indexOf(0, from)));
}

/** Whether a Parse message leaves the types of its parameters to the database; its last two bytes count them. */
function leavesTypesOpen(message: Uint8Array): boolean {
  return message.at(-1) === 0 && message.at(-2) === 0;
}

/** The message with a name in place of the empty one at `at`. */
function named(message: Uint8Array, at: number, name: string): Uint8Array {
  const result = joined(message.subarray(0, at), Buffer.from(name), message.subarray(at));
  new DataView(result.buffer).setUint32(1, result.length - 1);
  return result;
}

function joined(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
