/** The operations of the stand-in, by the path of Stripe's document. */
import { invalid, type StandInAccount } from './account.ts';
import { build, newRef, type StripeObject } from './objects.ts';
import { cancelIntent, captureIntent, confirmIntent, createIntent, createRefund, type Parameters } from './payments.ts';
import { confirmSetup, makeSetup, methodOf } from './setups.ts';

/** Handles an operation; the ids are those of the path's placeholders. */
type Handler = (account: StandInAccount, given: Parameters, ids: [string, ...string[]]) => object;

const object = (resource: string, account: StandInAccount, prefix: string, fields: object): StripeObject =>
  account.add(build(resource, { id: newRef(prefix), created: account.now(), livemode: account.live, ...fields }));

/** A page of a list, newest first. */
function page(all: StripeObject[], given: Parameters, url: string): object {
  const { created = {}, limit = 10, starting_after: after, ending_before: before } = given;
  const fits = (one: StripeObject) =>
    one.created >= (created.gte ?? 0) &&
    one.created <= (created.lte ?? Number.MAX_SAFE_INTEGER) &&
    one.created < (created.lt ?? Number.MAX_SAFE_INTEGER) &&
    (!given.customer || one.customer === given.customer) &&
    (!given.payment_intent || one.payment_intent === given.payment_intent);
  const newest = all.filter(fits).reverse();
  const at = (id: string) => {
    const index = newest.findIndex((one) => one.id === id);
    if (index < 0) throw invalid('resource_missing', 'There is no such object to continue from.');
    return index;
  };
  const rest = after ? newest.slice(at(after) + 1) : before ? newest.slice(0, at(before)) : newest;
  const data = before ? rest.slice(-limit) : rest.slice(0, limit);
  return { object: 'list', url, has_more: rest.length > data.length, data };
}

function makeCustomer(account: StandInAccount, given: Parameters): StripeObject {
  const { name = null, email = null, metadata = {} } = given;
  return object('customer', account, 'cus', { name, email, metadata, discount: null, shipping: null });
}

function detach(account: StandInAccount, id: string): StripeObject {
  const method = account.get(id, 'payment_method');
  if (method.customer === null)
    throw invalid('payment_method_unexpected_state', 'The payment method is not attached to a customer.');
  const { customer } = method;
  method.customer = null;
  account.emit('payment_method.detached', method, { customer });
  return method;
}

function makeEndpoint(account: StandInAccount, given: Parameters): object {
  if (!String(given.url).startsWith('http')) throw invalid('url_invalid', 'Invalid URL.');
  if (account.all('webhook_endpoint').length >= 16) throw invalid('', 'You have reached the maximum of 16 endpoints.');
  const { url, enabled_events, api_version = null, description = null } = given;
  const secret = `whsec_${newRef('secret')}`;
  const fields = { url, enabled_events, api_version, description, status: 'enabled', secret };
  return object('webhook_endpoint', account, 'we', fields);
}

const get =
  (kind: string): Handler =>
  (account, _given, [id]) =>
    account.get(id, kind);
const update =
  (kind: string): Handler =>
  (account, given, [id]) =>
    Object.assign(account.get(id, kind), given);
const list =
  (kind: string, url: string): Handler =>
  (account, given) =>
    page(account.all(kind), given, url);

export const ROUTES: Record<string, Handler> = {
  'GET /v1/account': (account) =>
    build('account', { id: account.id, settings: null, individual: undefined, external_accounts: undefined }),
  'POST /v1/customers': makeCustomer,
  'GET /v1/customers/{customer}': get('customer'),
  'POST /v1/customers/{customer}': update('customer'),
  'POST /v1/setup_intents': makeSetup,
  'GET /v1/setup_intents/{intent}': get('setup_intent'),
  'POST /v1/setup_intents/{intent}/confirm': (account, given, [id]) =>
    confirmSetup(account, account.get(id, 'setup_intent'), given),
  'POST /v1/setup_intents/{intent}/cancel': (account, _given, [id]) =>
    Object.assign(account.get(id, 'setup_intent'), { status: 'canceled' }),
  'GET /v1/payment_methods/{payment_method}': get('payment_method'),
  'POST /v1/payment_methods/{payment_method}/attach': (account, given, [name]) =>
    Object.assign(methodOf(account, name), { customer: account.get(given.customer, 'customer', 400).id }),
  'POST /v1/payment_methods/{payment_method}/detach': (account, _given, [id]) => detach(account, id),
  'POST /v1/payment_intents': createIntent,
  'GET /v1/payment_intents': list('payment_intent', '/v1/payment_intents'),
  'GET /v1/payment_intents/{intent}': get('payment_intent'),
  'POST /v1/payment_intents/{intent}/confirm': (account, given, [id]) =>
    confirmIntent(account, account.get(id, 'payment_intent'), given),
  'POST /v1/payment_intents/{intent}/capture': (account, given, [id]) =>
    captureIntent(account, account.get(id, 'payment_intent'), given),
  'POST /v1/payment_intents/{intent}/cancel': (account, given, [id]) =>
    cancelIntent(account, account.get(id, 'payment_intent'), given),
  'POST /v1/refunds': createRefund,
  'GET /v1/refunds/{refund}': get('refund'),
  'POST /v1/refunds/{refund}': update('refund'),
  'GET /v1/disputes': list('dispute', '/v1/disputes'),
  'GET /v1/disputes/{dispute}': get('dispute'),
  'GET /v1/charges': list('charge', '/v1/charges'),
  'GET /v1/charges/{charge}': get('charge'),
  'GET /v1/mandates/{mandate}': get('mandate'),
  'GET /v1/events': (account, given) =>
    page(
      account.events.filter(({ type }) => !given.types || given.types.includes(type)),
      given,
      '/v1/events',
    ),
  'POST /v1/webhook_endpoints': makeEndpoint,
  'GET /v1/webhook_endpoints': list('webhook_endpoint', '/v1/webhook_endpoints'),
  'POST /v1/webhook_endpoints/{webhook_endpoint}': update('webhook_endpoint'),
  'DELETE /v1/webhook_endpoints/{webhook_endpoint}': (account, _given, [id]) => {
    account.objects.delete(account.get(id, 'webhook_endpoint').id);
    return { id, object: 'webhook_endpoint', deleted: true };
  },
  'POST /v1/payment_method_domains': (account, { domain_name }) =>
    object('payment_method_domain', account, 'pmd', { domain_name }),
  'POST /v1/payment_method_domains/{payment_method_domain}': update('payment_method_domain'),
};

/** A copy of a response in which the named references are replaced by their objects. */
export function expanded(account: StandInAccount, answer: object, paths: readonly string[]): object {
  const copy = structuredClone(answer) as StripeObject;
  for (const path of paths) {
    const [first = '', ...rest] = path.split('.');
    if (first === 'data') copy.data = copy.data.map((one: object) => expanded(account, one, [rest.join('.')]));
    else if (typeof copy[first] === 'string') copy[first] = structuredClone(account.objects.get(copy[first]) ?? null);
  }
  return copy;
}
