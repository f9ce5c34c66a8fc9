const MAXIMUM = 1000;

/**
 * Names statements that recur, so that PostgreSQL parses and plans them once per connection instead of at each execution.
 * A text is named when it is seen for the second time, so one-off statements (an `IN` list of unusual length) take
 * no memory in the server, which retains a name as long as the connection. There are at most 1000 names of a prefix; two
 * namers of one pool need two prefixes.
 */
export function statementNames(prefix = 'prisma'): (text: string) => string | undefined {
  const seenOnce = new Set<string>();
  const names = new Map<string, string>();
  return (text) => {
    const name = names.get(text);
    if (name !== undefined) return name;
    if (names.size >= MAXIMUM) return undefined;
    if (seenOnce.delete(text)) {
      const fresh = `${prefix}_${names.size}`;
      names.set(text, fresh);
      return fresh;
    }
    if (seenOnce.size >= MAXIMUM) seenOnce.clear();
    seenOnce.add(text);
    return undefined;
  };
}
