/**
 * The result of `work`, or of `late` after `milliseconds`. Does not end the work: statements, transactions and remote
 * calls each have a shorter limit of their own. An error of work that was given up is ignored.
 */
export async function withTimeout<T>(milliseconds: number, work: PromiseLike<T> | T, late: () => T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<T>((resolve, reject) => {
    timer = setTimeout(() => {
      try {
        resolve(late());
      } catch (error) {
        reject(error);
      }
    }, milliseconds);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
