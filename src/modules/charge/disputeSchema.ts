/** Disputes in GraphQL. All of it is for merchants only: the customer complains at the bank. */
import type { DisputeStatus as Statuses } from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { amountOf } from '../../graphql/moneyType.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { Customer } from '../customer/schema.ts';
import { Invoice } from '../invoice/nodes.ts';
import { Payment } from '../payment/paymentSchema.ts';

const DisputeStatus = builder.enumType('DisputeStatus', {
  description: 'The status of a dispute.',
  values: {
    INQUIRY: { description: 'The bank inquires about the payment. No money has moved.' },
    OPEN: { description: 'The bank has taken the money, and accepts evidence until `evidenceDueAt`.' },
    UNDER_REVIEW: { description: 'The bank has the evidence and decides. It still has the money.' },
    WON: { description: 'Decided for the merchant: the money has come back.' },
    LOST: { description: 'Decided for the customer, or a debit that was returned: the money is gone.' },
    CLOSED: { description: 'An inquiry that ended without a dispute. No money has moved.' },
  } satisfies Record<keyof typeof Statuses, { description: string }>,
});

const ACCOUNT = { select: { provider: true, live: true, accountRef: true, connectedRef: true } } as const;

const Dispute = builder.prismaNode('Dispute', {
  id: { field: 'id', description: 'The id of the dispute.' },
  nullable: true,
  authScopes: { merchant: true },
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  description:
    "A customer's complaint about a payment at the bank. While the bank has the money, the invoice is open and is not charged automatically. Evidence is handed in at the provider. Merchants only.",
  fields: (t) => ({
    status: t.expose('status', { type: DisputeStatus, description: 'The status of the dispute.' }),
    amount: t.field(amountOf('amount', 'The disputed amount, which can be a part of the payment.')),
    withdrawnAmount: t.field(
      amountOf(
        'withdrawn',
        'The amount that its invoice owes again by it; zero for an inquiry, and once the money has come back.',
      ),
    ),
    reason: t.exposeString('reason', {
      nullable: true,
      description: "The bank's reason, such as `fraudulent` or `product_not_received`; null if it gave none.",
    }),
    evidenceDueAt: t.expose('evidenceDueAt', {
      type: 'DateTime',
      nullable: true,
      description: 'Until when the bank accepts evidence; null if it accepts none.',
    }),
    closedAt: t.expose('closedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was found to be decided; null before.',
    }),
    payment: t.relation('payment', { type: Payment, description: 'The payment that is disputed.' }),
    customer: t.relation('customer', { type: Customer, description: 'The customer of the payment.' }),
    providerReference: t.exposeString('providerRef', { description: "The dispute's id at the provider." }),
    dashboardUrl: t.string({
      nullable: true,
      select: { providerRef: true, payment: { select: { paymentMethod: { select: { account: ACCOUNT } } } } },
      description:
        "The address of the dispute in the provider's dashboard, where evidence is handed in; null in the sandbox.",
      resolve({ providerRef, payment }, _args, { adapters }) {
        const { account } = payment.paymentMethod;
        if (!account) return null;
        const own = { live: account.live, accountRef: account.connectedRef ?? account.accountRef };
        return adapters.get(account.provider)?.provider.dashboardUrl(own, 'dispute', providerRef) ?? null;
      },
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it became known here.' }),
  }),
});

/** A payment has one or two; the bound protects the server. */
const MAXIMUM_SHOWN = 100;

builder.prismaObjectFields(Payment, (t) => ({
  disputes: t.relation('disputes', {
    type: Dispute,
    authScopes: { merchant: true },
    query: { orderBy: newestFirst(), take: MAXIMUM_SHOWN },
    description: `The disputes of the payment, newest first, at most ${MAXIMUM_SHOWN}. Merchants only.`,
  }),
  dashboardUrl: t.string({
    nullable: true,
    authScopes: { merchant: true },
    select: { providerRef: true, paymentMethod: { select: { account: ACCOUNT } } },
    description:
      "The address of the payment in the provider's dashboard; null in the sandbox, and until the provider has acknowledged it. Merchants only.",
    resolve({ providerRef, paymentMethod: { account } }, _args, { adapters }) {
      if (!account || providerRef === null) return null;
      const own = { live: account.live, accountRef: account.connectedRef ?? account.accountRef };
      return adapters.get(account.provider)?.provider.dashboardUrl(own, 'payment', providerRef) ?? null;
    },
  }),
}));

builder.prismaObjectField(Invoice, 'disputedAt', (t) =>
  t.expose('disputedAt', {
    type: 'DateTime',
    nullable: true,
    description:
      'Since when the bank has taken money back that had paid it, by a dispute or the return of a debit. While it is set, it is not charged automatically. Null without one, and once every dispute is won.',
  }),
);

builder.queryField('disputes', (t) =>
  t.prismaConnection(
    {
      type: Dispute,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        statuses: t.arg({
          type: [DisputeStatus],
          description: 'Only disputes in one of these statuses; in any status by default, or if empty.',
        }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only disputes that became known in this range.' }),
        customerId: t.arg.id({ description: 'Only disputes of this customer.' }),
      },
      description: "The company's disputes, newest first. Merchants only.",
      resolve: (query, _root, { statuses, createdAt, customerId, ...page }, { db, principal }) => {
        refuseHugePages(page);
        return readMany(db, 'Dispute', {
          ...query,
          ...startingAt(page, visibleToMerchant(principal)),
          where: {
            ...visibleToMerchant(principal),
            status: oneOf(statuses),
            ...createdWithin(createdAt),
            ...(customerId ? { customerId } : {}),
          },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'DisputeConnection', description: 'A page of disputes.' },
    { name: 'DisputeEdge', description: 'A dispute in a list.' },
  ),
);
