/** Tries whose outcome nobody knows. While there is one, the screen stays as it was when it was tried. */

const open = new Set<object>();

export const nobodyKnows = (attempt: object) => open.add(attempt);
/** Answers whether the outcome was unknown until now. */
export const settled = (attempt: object): boolean => open.delete(attempt);
export const isSomethingUnanswered = (): boolean => open.size > 0;
