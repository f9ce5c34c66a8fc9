/** Pausing and resuming in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { mutation, preview } from '../../graphql/mutation.ts';
import { ConflictError, PortalFeatureDisabledError } from '../../kernel/errors.ts';
import { payload } from './nodes.ts';
import { pauseSubscription, previewResume, resumeSubscription } from './pause.ts';
import { ResumptionPreview } from './previews.ts';

const ERRORS = [PortalFeatureDisabledError, ConflictError];

mutation('pauseSubscription', {
  caller: 'signedIn',
  description:
    'Plans a pause: the period that is paid for, or the trial, is used up; then nothing is billed until the subscription is resumed. No money moves. Customers only where the portal allows it.',
  input: builder.inputType('PauseSubscriptionInput', {
    description: 'What is paused, and until when.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The subscription; on trial or active.' }),
      resumesAt: t.field({
        type: 'DateTime',
        description:
          'When the pause ends by itself: after the end of the current period, within three years of it or, for customers, within `PortalConfig.pauseMaximumDays`. When left out, somebody has to resume it.',
      }),
      reason: t.string({ description: 'Why; at most 500 characters, kept in the event.' }),
    }),
  }),
  success: payload('PauseSubscriptionSuccess', 'The pause is planned.'),
  errors: ERRORS,
  run: async (ctx, input) => ({ ...(await pauseSubscription(ctx, input)), invoiceId: null }),
});

const ResumeInput = builder.inputType('ResumeSubscriptionInput', {
  description: 'What is resumed.',
  fields: (t) => ({ subscriptionId: t.id({ required: true, description: 'The subscription.' }) }),
});

preview('previewResumeSubscription', {
  caller: 'signedIn',
  description: 'What `resumeSubscription` would bill now.',
  input: ResumeInput,
  success: ResumptionPreview,
  errors: ERRORS,
  run: previewResume,
});

mutation('resumeSubscription', {
  caller: 'signedIn',
  description:
    'Ends a pause: a new cycle begins now, and its first period is billed and charged like a renewal. A pause that has not begun is taken back, and nothing is billed. Customers only where the portal allows it, and not while it is paused for an overdue invoice.',
  input: ResumeInput,
  success: payload('ResumeSubscriptionSuccess', 'The subscription goes on.'),
  errors: ERRORS,
  run: resumeSubscription,
});
