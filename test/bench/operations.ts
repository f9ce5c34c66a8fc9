/** The measured operations: each request to the candidate and to the floor. */
import type { Db } from '../../src/db/client.ts';
import type { FloorOperation } from './floorStatements.ts';
import type { Call } from './load.ts';
import { type Fixture, freshToken, id, insertLinks } from './seed.ts';

export interface Operation {
  name: string;
  floor: FloorOperation;
  /** Printed under the table. */
  note: string;
  /** Creates the rows that the next burst uses up. */
  prepare?(): Promise<void>;
  /** The n-th request to the candidate, or null if the prepared rows are used up. */
  call(n: number): { query: string; variables?: object; credential?: string } | null;
  floorValues(n: number): unknown[];
}

/** The same portal home as the floor, field by field; `more` adds optional fields. */
const portalHome = (more: {
  customer: string;
  subscription: string;
}) => `query PortalHome { currentCustomer { id email name ${more.customer}
  paymentMethods { id kind brand lastFour expiryMonth expiryYear isDefault }
  subscriptions { id status currentPeriodEnd cancelAtPeriodEnd ${more.subscription}
    items { id quantity price { id nickname interval intervalCount unitAmount { amount currency } product { id name description } } } }
  invoices(first: 10) { nodes { id number status total { amount currency } amountDue { amount currency } finalizedAt } } } }`;
const PORTAL_HOME = portalHome({ customer: '', subscription: '' });
const PORTAL_HOME_MORE = portalHome({
  customer: 'creditBalances { amount currency }',
  subscription: `portalActions { switchPlan { allowed blockedBy } updateQuantity { allowed blockedBy } cancel { allowed blockedBy }
    uncancel { allowed blockedBy } }`,
});

const MERCHANT_LIST = `query MerchantCustomers { customers(first: 20) {
  nodes { id email name createdAt subscriptions { id status currentPeriodEnd } } pageInfo { hasNextPage endCursor } } }`;

const REQUEST_LINK = `mutation RequestPortalLink($input: RequestPortalLinkInput!) { requestPortalLink(input: $input) { __typename
  ... on RequestPortalLinkSuccess { expiresInMinutes } ... on UserError { code message } } }`;

const CONSUME = `mutation ConsumePortalLink($input: ConsumePortalLinkInput!) { consumePortalLink(input: $input) { __typename
  ... on ConsumePortalLinkSuccess { sessionToken expiresAt customer { id email name } } ... on UserError { code message } } }`;

const SWITCH = `mutation SwitchPlan($input: SwitchPlanInput!) { switchPlan(input: $input) { __typename
  ... on SwitchPlanSuccess { subscription { id status items { id quantity price { id } } } invoice { id total { amount currency } } }
  ... on UserError { code message } } }`;

/** More than a burst can use up. */
const LINKS_PER_BURST = 3000;
let links = 1_000_000;

export function operations(fixture: Fixture, db: Pick<Db, 'raw'>): Operation[] {
  const { companyId, apiKey, customers, sessions } = fixture;
  const session = (n: number) => sessions[n % sessions.length] as Fixture['sessions'][number];
  let tokens: string[] = [];
  return [
    {
      name: 'portal home',
      floor: 'portalHome',
      note: 'a session, its customer, payment methods, two subscriptions with price and product, ten invoices',
      call: (n) => ({ query: PORTAL_HOME, credential: session(n).token }),
      floorValues: (n) => [companyId, session(n).customerId],
    },
    {
      name: 'portal home and more',
      floor: 'portalHomeAndCredit',
      note: 'the same with the credit balance, and with what the customer may do, which the floor does not work out',
      call: (n) => ({ query: PORTAL_HOME_MORE, credential: session(n).token }),
      floorValues: (n) => [companyId, session(n).customerId],
    },
    {
      name: 'merchant list',
      floor: 'merchantList',
      note: 'twenty customers with their subscriptions',
      call: () => ({ query: MERCHANT_LIST, credential: apiKey }),
      floorValues: () => [companyId],
    },
    {
      name: 'one scalar',
      floor: 'scalar',
      note: '`{ company { name } }`',
      call: () => ({ query: '{ company { name } }', credential: apiKey }),
      floorValues: () => [companyId],
    },
    {
      name: 'request a link',
      floor: 'requestLink',
      note: 'its floor is one counter and one job in one statement; jobs wait and are not run',
      call: (n) => ({
        query: REQUEST_LINK,
        variables: { input: { companyId, email: `customer-${n % customers}@example.com` } },
      }),
      floorValues: (n) => [String(n % customers)],
    },
    {
      name: 'use a link',
      floor: 'consume',
      note: 'its floor claims one row and inserts one in one statement',
      async prepare() {
        tokens = Array.from({ length: LINKS_PER_BURST }, freshToken);
        const first = links;
        links += LINKS_PER_BURST;
        const rows = tokens.map((token, n) => ({ token, id: id('pl', first + n), customer: n % customers }));
        await insertLinks(db, companyId, rows, new Date());
      },
      call() {
        const token = tokens.pop();
        return token === undefined ? null : { query: CONSUME, variables: { input: { token } } };
      },
      floorValues: (n) => [String(n % 10_000)],
    },
    {
      name: 'switch the plan',
      floor: 'switchPlan',
      note: 'with proration, an invoice and a payment that is reserved, or a credit note; its floor writes four rows in one statement',
      call: (n) => ({ query: SWITCH, variables: { input: nextSwitch(n, customers) }, credential: apiKey }),
      floorValues: (n) => [String(n % 10_000)],
    },
  ];
}

/**
 * Concurrent requests are for different customers, because two for one customer's credit would conflict. Each round
 * through the subscriptions switches to another price than the one before.
 */
function nextSwitch(n: number, customers: number): { subscriptionId: string; priceId: string } {
  const round = Math.floor(n / customers);
  const subscription = (n % customers) * 2 + (round % 2);
  return { subscriptionId: id('sub', subscription), priceId: id('price', (subscription + (round >> 1) + 1) % 6) };
}

export function candidateCall(
  port: number,
  { query, variables, credential }: NonNullable<ReturnType<Operation['call']>>,
): Call {
  return {
    port,
    path: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(credential ? { authorization: `Bearer ${credential}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  };
}
