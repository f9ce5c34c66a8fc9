/** The whole schema: importing a face adds it. */
import './scalars.ts';
import './userErrors.ts';
import { builder } from './builder.ts';
import '../modules/company/schema.ts';
import '../modules/portal/schema.ts';
import '../modules/portal/brandingSchema.ts';
import '../modules/portal/domainSchema.ts';
import '../modules/customer/schema.ts';
import '../modules/catalog/schema.ts';
import '../modules/coupon/schema.ts';
import '../modules/payment/schema.ts';
import '../modules/invoice/schema.ts';
import '../modules/subscription/schema.ts';
import '../modules/subscription/changeSchema.ts';
import '../modules/subscription/pauseSchema.ts';
import '../modules/subscription/figuresSchema.ts';
import '../modules/dunning/schema.ts';
import '../modules/access/schema.ts';
import '../modules/event/schema.ts';
import '../modules/event/streamSchema.ts';
import '../modules/testClock/schema.ts';
import '../modules/webhook/schema.ts';

builder.queryType({ description: 'What can be read. Fields that do not say otherwise are for merchants only.' });
builder.mutationType({
  description:
    'What can be changed. Every mutation takes one `input` and answers with a union of its success and of its expected failures, all of which implement `UserError`.',
});
// `Subscription` is what customers pay for.
builder.subscriptionType({
  name: 'Streams',
  description: 'What can be listened to, by server-sent events: `Accept: text/event-stream`. For merchants only.',
});

export const schema = builder.toSchema();
