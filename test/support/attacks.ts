/** Documents that callers without a valid credential may send, of the kinds that cost most. */
const consume = 'mutation M($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) { __typename } }';
const equalFields = (count: number) => `{ ${'currentCustomer { id name email } '.repeat(count)} }`;
export const FORGED_KEY = { authorization: `Bearer sk_live_${'x'.repeat(43)}` };

export interface Attack {
  headers?: Record<string, string>;
  /** The body differs with the index, because parsed documents are cached. */
  body(index: number): object;
}

export const worstDocuments: Attack[] = [
  { body: (index) => ({ query: `${equalFields(230)}#${index}` }) },
  { body: (index) => ({ query: consume, variables: { input: { token: '1 '.repeat(3900) + index } } }) },
  { body: (index) => ({ query: `{ ${Array.from({ length: 450 }, (_, i) => `custmr${i}`).join(' ')} }#${index}` }) },
  { headers: FORGED_KEY, body: (index) => ({ query: `${equalFields(330)}#${index}` }) },
];
