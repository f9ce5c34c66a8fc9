/** The names of the operations that the hosted page was built with: the only ones that are a label of metrics. */
export function operationNames(operations: ReadonlyMap<string, string>): string[] {
  return [...operations.values()].flatMap((text) => /\b(?:query|mutation|subscription)\s+(\w+)/.exec(text)?.[1] ?? []);
}
