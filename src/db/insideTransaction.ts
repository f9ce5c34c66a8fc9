/** Whether the running code is inside a transaction, whose locks and connection must not wait for a remote call. */
import { AsyncLocalStorage } from 'node:async_hooks';

const transactions = new AsyncLocalStorage<true>();

export const insideTransaction = (): boolean => transactions.getStore() === true;

/** Runs the body of a transaction. */
export const asTransaction = <T>(body: () => Promise<T>): Promise<T> => transactions.run(true, body);
