/** Errors as a log may know them. */

/**
 * What a log may know of an unexpected error: its kind and where it arose, never its message, which may quote a value;
 * the stack repeats the message, of whatever lines it consists.
 */
export function safeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code } = error as { code?: unknown };
  const places = error.stack
    ?.slice(error.stack.indexOf(error.message) + error.message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
  return {
    type: error.constructor.name,
    ...(typeof code === 'string' && /^\w{1,40}$/.test(code) ? { code } : {}),
    // A message that was changed after the stack was written may still stand in it.
    places: error.stack?.includes(error.message) ? places : undefined,
  };
}
