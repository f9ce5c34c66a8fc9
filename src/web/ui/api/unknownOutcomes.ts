/**
 * Requests whose outcome is unknown because no response arrived. While there is one, the screen is not updated by itself:
 * its retry repeats the request as it was.
 */
const unknown = new Set<object>();

export const markUnknown = (request: object) => unknown.add(request);
/** Returns whether the outcome was unknown until now. */
export const settle = (request: object): boolean => unknown.delete(request);
export const hasUnknownOutcome = (): boolean => unknown.size > 0;
