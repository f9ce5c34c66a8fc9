/** Requesting and consuming sign-in links like a customer. */
import { randomInt } from 'node:crypto';
import type { StoredMail } from '../../src/mail/mailbox.ts';
import { bearerToken, success, type TestApp } from './app.ts';
import {
  ConsumePortalLinkDocument,
  type ConsumePortalLinkInput,
  CreatePortalLinkDocument,
  RequestPortalLinkDocument,
  type RequestPortalLinkInput,
} from './graphql/graphql.ts';

/** The refusal of every invalid link or code. */
export const REFUSED = {
  __typename: 'InvalidPortalLinkError',
  code: 'INVALID_PORTAL_LINK',
  message: 'This link or code cannot be used. Ask for a new one.',
  path: [],
};

/** The headers of a new client without rate limit counters; for apps with `trustedProxyHops: 1`. */
export const freshClient = () => ({
  'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`,
});

export interface MailedSecrets {
  mail: StoredMail;
  link: string;
  token: string;
  code: string;
}

export function readSignInMail(mail: StoredMail | undefined): MailedSecrets {
  const link = mail?.text.match(/^https?:\S+#token=([^\s&]+)\S*$/m);
  const code = mail?.text.match(/^ {4}(\S{6})$/m)?.[1];
  if (!mail || !link?.[1] || !code) throw new Error('There is no sign-in mail.');
  return { mail, link: link[0], token: link[1], code };
}

export async function ask(t: TestApp, input: RequestPortalLinkInput) {
  return success(
    (await t.client(undefined, freshClient()).request(RequestPortalLinkDocument, { input })).requestPortalLink,
  );
}

/** Requests a link, runs the jobs and reads the mail. */
export async function mailedLink(t: TestApp, input: RequestPortalLinkInput): Promise<MailedSecrets> {
  await ask(t, input);
  await t.app.tick();
  return readSignInMail(t.mailbox.list().find(({ to }) => to.toLowerCase() === input.email.trim().toLowerCase()));
}

/** The token in the fragment of a link. */
export const tokenOf = (url: string): string => new URLSearchParams(URL.parse(url)?.hash.slice(1)).get('token') ?? '';

/** The token of a link created by a merchant. */
export async function handedOver(
  merchant: ReturnType<TestApp['client']>,
  customerId: string,
): Promise<{ url: string; token: string }> {
  const { url } = success(
    (await merchant.request(CreatePortalLinkDocument, { input: { customerId } })).createPortalLink,
  );
  return { url, token: tokenOf(url) };
}

/** Consumes a link or a code from a new client, so that no rate limit interferes. */
export async function consume(t: TestApp, input: ConsumePortalLinkInput, credential?: string) {
  const { consumePortalLink } = await t.client(credential, freshClient()).request(ConsumePortalLinkDocument, { input });
  return consumePortalLink;
}

/** The session token that a link or a code opens. */
export async function sessionFrom(t: TestApp, input: ConsumePortalLinkInput, credential?: string): Promise<string> {
  return bearerToken(success(await consume(t, input, credential)));
}

/** Whether a session token is valid. */
export async function signedIn(t: Pick<TestApp, 'post'>, sessionToken: string): Promise<boolean> {
  const { body } = await t.post({ query: '{ currentCustomer { id } }' }, { authorization: `Bearer ${sessionToken}` });
  return typeof body.data?.currentCustomer?.id === 'string';
}

/** Runs a merchant's mutation and throws unless it succeeds. */
async function mustSucceed(merchant: ReturnType<TestApp['client']>, query: string, input: object): Promise<void> {
  const answer = await merchant.request<Record<string, { __typename: string; message?: string }>>(query, { input });
  for (const result of Object.values(answer)) if (result.message) throw new Error(result.message);
}

export const updateCustomer = (
  merchant: ReturnType<TestApp['client']>,
  input: { customerId: string; email?: string; disabled?: boolean; metadata?: object },
) =>
  mustSucceed(
    merchant,
    `mutation ($input: UpdateCustomerInput!) {
      updateCustomer(input: $input) { __typename ... on UserError { message } }
    }`,
    input,
  );

export const deleteCustomer = (merchant: ReturnType<TestApp['client']>, customerId: string) =>
  mustSucceed(
    merchant,
    `mutation ($input: DeleteCustomerInput!) {
      deleteCustomer(input: $input) { __typename ... on UserError { message } }
    }`,
    { customerId },
  );
