/** An app with a company, a subscribed customer and a function that sends documents, for tests of document limits. */
import { openTestApp, type TestApp } from './app.ts';
import { makeCustomer, makePrice, makeSubscription } from './catalog.ts';

export interface DocumentClient {
  t: TestApp;
  apiKey: string;
  portalToken: string;
  /** Sends a document with the company's API key unless `credential` is given; null sends none. */
  ask(
    query: string,
    options?: { variables?: object; credential?: string | null },
    // biome-ignore lint/suspicious/noExplicitAny: tests know the shape of the responses.
  ): Promise<any>;
}

export async function openDocumentClient(): Promise<DocumentClient> {
  const t = await openTestApp();
  const { apiKey, merchant } = await t.company();
  const customerId = await makeCustomer(merchant);
  const { priceId } = await makePrice(merchant, { amount: 3000 });
  await makeSubscription(merchant, customerId, priceId);
  const { token: portalToken } = await t.signIn(merchant, customerId);
  return {
    t,
    apiKey,
    portalToken,
    async ask(query, { variables, credential = apiKey } = {}) {
      const headers: Record<string, string> = credential ? { authorization: `Bearer ${credential}` } : {};
      return (await t.post({ query, variables }, headers)).body;
    },
  };
}

/** The messages of a response's errors. */
export const messages = (body: { errors?: { message: string }[] }): string[] =>
  body.errors?.map(({ message }) => message) ?? [];
