/** The whole schema: importing a module's schema file adds its types and fields. */
import '../graphql/scalars.ts';
import '../graphql/userErrors.ts';
import { builder } from '../graphql/builder.ts';
import '../modules/company/schema.ts';
import '../modules/company/apiKeySchema.ts';
import '../modules/company/securitySchema.ts';
import '../modules/portal/schema.ts';
import '../modules/portal/branding/brandingNodes.ts';
import '../modules/portal/branding/brandingSchema.ts';
import '../modules/portal/domains/domainSchema.ts';
import '../modules/customer/electronicAddressSchema.ts';
import '../modules/customer/schema.ts';
import '../modules/tax/ratesSchema.ts';
import '../modules/tax/schema.ts';
import '../modules/catalog/schema.ts';
import '../modules/catalog/priceNodes.ts';
import '../modules/coupon/schema.ts';
import '../modules/payment/paymentSchema.ts';
import '../modules/payment/schema.ts';
import '../modules/payment/accounts/accountSchema.ts';
import '../modules/invoice/electronicSchema.ts';
import '../modules/invoice/schema.ts';
import '../modules/invoice/taxReportSchema.ts';
import '../modules/credit/schema.ts';
import '../modules/collection/correctionSchema.ts';
import '../modules/collection/creditSchema.ts';
import '../modules/charge/disputeSchema.ts';
import '../modules/charge/reconcileSchema.ts';
import '../modules/charge/refundSchema.ts';
import '../modules/collection/recordPaymentSchema.ts';
import '../modules/collection/schema.ts';
import '../modules/paymentLink/schema.ts';
import '../modules/subscription/graphql/schema.ts';
import '../modules/subscription/graphql/availablePricesSchema.ts';
import '../modules/subscription/graphql/edgesSchema.ts';
import '../modules/subscription/graphql/changeSchema.ts';
import '../modules/coupon/promotionCodeSchema.ts';
import '../modules/subscription/graphql/pauseSchema.ts';
import '../modules/subscription/graphql/cancellationFiguresSchema.ts';
import '../modules/subscription/graphql/subscribeSchema.ts';
import '../modules/dunning/schema.ts';
import '../modules/email/schema.ts';
import '../modules/signIn/schema.ts';
import '../modules/event/schema.ts';
import '../modules/event/streamSchema.ts';
import '../modules/testClock/schema.ts';
import '../modules/webhook/schema.ts';
import '../modules/privacy/schema.ts';

builder.queryType({
  description: 'The queries. A field is for merchants only unless its description states otherwise.',
});
builder.mutationType({
  description:
    'The mutations. Every mutation takes one `input` and returns a union of its success and its expected failures, all of which implement `UserError`.',
});
// The type `Subscription` is what customers pay for.
builder.subscriptionType({
  name: 'SubscriptionRoot',
  description: 'The subscriptions, sent as server-sent events: `Accept: text/event-stream`. For merchants only.',
});

export const schema = builder.toSchema();
