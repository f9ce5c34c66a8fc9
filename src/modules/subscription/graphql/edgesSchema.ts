/** The fields by which customers, invoices and subscriptions lead to one another. */
import { builder } from '../../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../../graphql/connections.ts';
import { oneOf } from '../../../graphql/filters.ts';
import { visibleTo } from '../../../operation/operation.ts';
import { Customer } from '../../customer/schema.ts';
import { InvoiceLine } from '../../invoice/lineNodes.ts';
import { Invoice, InvoiceConnection } from '../../invoice/nodes.ts';
import { visibleInvoice } from '../../invoice/visible.ts';
import { STATUSES_DESCRIPTION, SubscriptionStatus } from './enums.ts';
import { Subscription, SubscriptionItem } from './nodes.ts';

builder.prismaObjectFields(Customer, (t) => ({
  subscriptions: t.relation('subscriptions', {
    type: Subscription,
    nullable: true,
    authScopes: { portalFeature: 'subscriptionsEnabled' },
    args: { statuses: t.arg({ type: [SubscriptionStatus], description: STATUSES_DESCRIPTION }) },
    query: ({ statuses }) => ({
      where: { status: oneOf(statuses) },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      take: 100,
    }),
    description:
      'The newest 100 subscriptions, newest first; merchants page through more of them with `Query.subscriptions(customerId:)`. Null, with an error, for customers whose portal hides subscriptions.',
  }),
}));

const hiddenSubscription = 'null, with an error, for customers whose portal hides subscriptions.';

builder.prismaObjectField(Invoice, 'subscription', (t) =>
  t.relation('subscription', {
    type: Subscription,
    nullable: true,
    authScopes: { portalFeature: 'subscriptionsEnabled' },
    description: `The subscription that it bills; null for an invoice that the merchant drafted, and ${hiddenSubscription}`,
  }),
);

builder.prismaObjectField(InvoiceLine, 'subscriptionItem', (t) =>
  t.relation('item', {
    type: SubscriptionItem,
    nullable: true,
    authScopes: { portalFeature: 'subscriptionsEnabled' },
    description: `The subscription item that it bills; null for a line that the merchant wrote, and ${hiddenSubscription}`,
  }),
);

builder.prismaObjectField(SubscriptionItem, 'subscription', (t) =>
  t.relation('subscription', { type: Subscription, description: 'The subscription that it belongs to.' }),
);

builder.prismaObjectFields(Subscription, (t) => ({
  invoices: t.relatedConnection(
    'invoices',
    {
      cursor: 'id',
      nullable: true,
      authScopes: { portalFeature: 'invoiceHistoryEnabled' },
      query: (page, { principal }) => {
        refuseHugePages(page);
        return {
          ...startingAt(page, visibleTo(principal)),
          where: visibleInvoice(principal),
          orderBy: newestFirst(),
        };
      },
      description:
        'Its invoices and credit notes, newest first; null, with an error, for customers whose portal hides invoices.',
    },
    InvoiceConnection,
  ),
}));
