/** A migration that builds one index without blocking writes. PostgreSQL refuses that inside a transaction. */
export interface ConcurrentIndex {
  name: string;
  statement: string;
}

const CONCURRENT = /^CREATE (?:UNIQUE )?INDEX CONCURRENTLY (?:IF NOT EXISTS )?"?(\w+)"? ON [^;]+;?$/i;

/** The index that a script builds concurrently; undefined for every other script. */
export function concurrentIndex(script: string): ConcurrentIndex | undefined {
  const statement = script.replace(/^\s*--.*$/gm, '').trim();
  const name = CONCURRENT.exec(statement)?.[1];
  return name ? { name, statement: statement.replace(/;$/, '') } : undefined;
}

/** The same script for the embedded database, which has one connection and thus nothing to block. */
export const withoutConcurrency = (script: string): string => script.replace(/\bINDEX CONCURRENTLY\b/gi, 'INDEX');
