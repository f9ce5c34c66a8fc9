/** The end of waiting: whoever asked gets an answer, and what is still under way has limits of its own. */

/**
 * The answer of `work`, or of `late` after so many milliseconds. The work is not ended by it: statements, transactions
 * and calls of other services each have a shorter limit, and give back what they hold when they meet it.
 */
export async function within<T>(milliseconds: number, work: Promise<T> | T, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late()), milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
