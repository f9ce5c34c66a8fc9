/** How Stripe reports changes: its list of events, and webhooks. */
import type Stripe from 'stripe';
import { after, type Clock, DAY } from '../../../../kernel/clock.ts';
import { ProviderInvalid, type ProviderSession, type Signal } from '../../port.ts';
import type { Call } from './calls.ts';
import { EVENT_TYPES, signalOf } from './signals.ts';
import { API_VERSION } from './stripeClient.ts';

/** Stripe lists events of 30 days. */
const LISTED_DAYS = 30;
const PAGE = 100;

type Watching = Pick<ProviderSession, 'signals' | 'watch' | 'unwatch' | 'allowHost'>;

/** The signals of a page, oldest first; Stripe lists the newest first. */
const signalsOf = ({ data }: Stripe.ApiList<Stripe.Event>): Signal[] =>
  data.flatMap((event) => signalOf(event) ?? []).reverse();

export function createWatching(call: Call, clock: Clock): Watching {
  const page = (params: Stripe.EventListParams) =>
    call({
      lane: 'BACKGROUND',
      endpoint: 'events',
      send: (client, options) => client.events.list({ types: [...EVENT_TYPES], limit: PAGE, ...params }, options),
      // The cursor is older than the list.
      recover: ({ code }) => (code === 'resource_missing' ? null : undefined),
    });

  async function* since(cursor: string): AsyncGenerator<Signal, boolean> {
    for (let last = cursor; ; ) {
      const found = await page({ ending_before: last });
      if (!found) return false;
      yield* signalsOf(found);
      const newest = found.data[0];
      if (!found.has_more || !newest) return true;
      last = newest.id;
    }
  }

  async function* all(): AsyncGenerator<Signal> {
    const created = { gte: Math.floor(after(clock.now(), -LISTED_DAYS * DAY).getTime() / 1000) };
    const pages: Signal[][] = [];
    for (let oldest: string | undefined; ; ) {
      const found = await page({ created, ...(oldest ? { starting_after: oldest } : {}) });
      if (!found) throw new ProviderInvalid('Stripe lists no events.');
      pages.push(signalsOf(found));
      oldest = found.data.at(-1)?.id;
      if (!found.has_more || !oldest) break;
    }
    for (const signals of pages.reverse()) yield* signals;
  }

  return {
    async *signals(cursor) {
      if (cursor !== null) {
        if (yield* since(cursor)) return;
      }
      yield* all();
    },
    watch: (url) =>
      call<{ ref: string; secret: string } | null>({
        lane: 'PRESENT',
        endpoint: 'webhook_endpoints',
        async send(client, options) {
          const { id, secret } = await client.webhookEndpoints.create(
            { url, enabled_events: [...EVENT_TYPES], api_version: API_VERSION, description: 'Portico' },
            options,
          );
          return secret === undefined ? null : { ref: id, secret };
        },
        // The address cannot be reached from outside, or the account has as many endpoints as it may have.
        recover: ({ statusCode }) => (statusCode === 400 ? null : undefined),
      }),
    unwatch: (ref) =>
      call<true>({
        lane: 'PRESENT',
        endpoint: 'webhook_endpoints',
        send: (client, options) => client.webhookEndpoints.del(ref, {}, options).then(() => true as const),
        recover: ({ code }) => (code === 'resource_missing' ? true : undefined),
      }).then(() => undefined),
    allowHost: (host) =>
      call({
        lane: 'BACKGROUND',
        endpoint: 'payment_method_domains',
        send: async (client, options) =>
          void (await client.paymentMethodDomains.create({ domain_name: host }, options)),
      }),
  };
}
