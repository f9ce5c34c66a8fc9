/** Pausing and resuming in GraphQL. */
import { builder } from '../../../graphql/builder.ts';
import { IDEMPOTENCY_KEY_DESCRIPTION, mutation, preview } from '../../../graphql/mutation.ts';
import {
  ConflictError,
  IdempotencyKeyReusedError,
  NotFoundError,
  PortalFeatureDisabledError,
} from '../../../kernel/errors.ts';
import { pauseSubscription } from '../pause/pauseSubscription.ts';
import { previewResume, resumeSubscription } from '../pause/resumeSubscription.ts';
import { billedPayload, payload } from './nodes.ts';
import { RETENTION_ANSWER, RetentionAnswerInput } from './offerNodes.ts';
import { ResumptionPreview } from './previews.ts';

mutation('pauseSubscription', {
  caller: 'signedIn',
  description:
    'Schedules a pause for the end of the paid period or trial. From then on nothing is billed until the subscription resumes. Nothing is charged or credited. Customers may pause if the portal allows it.',
  input: builder.inputType('PauseSubscriptionInput', {
    description: 'Input of `pauseSubscription`.',
    fields: (t) => ({
      subscriptionId: t.id({ required: true, description: 'The subscription, in status `TRIALING` or `ACTIVE`.' }),
      resumesAt: t.field({
        type: 'DateTime',
        description:
          'When the pause ends automatically: after the end of the current period, and within three years of it, or within `PortalConfig.pauseMaximumDays` for customers. By default it ends with `resumeSubscription`.',
      }),
      reason: t.string({ description: 'The reason, at most 500 characters. It is stored in the event.' }),
      retention: t.field({ type: RetentionAnswerInput, description: RETENTION_ANSWER }),
    }),
  }),
  success: payload('PauseSubscriptionSuccess', 'The pause is scheduled.'),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: pauseSubscription,
});

const ResumeInput = builder.inputType('ResumeSubscriptionInput', {
  description: 'Input of `resumeSubscription` and of its preview, which ignores the idempotency key.',
  fields: (t) => ({
    subscriptionId: t.id({ required: true, description: 'The id of the subscription.' }),
    idempotencyKey: t.string({ description: IDEMPOTENCY_KEY_DESCRIPTION }),
  }),
});

preview('previewResumeSubscription', {
  caller: 'signedIn',
  description: 'The effect of `resumeSubscription` at this time.',
  input: ResumeInput,
  success: ResumptionPreview,
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError],
  run: previewResume,
});

mutation('resumeSubscription', {
  caller: 'signedIn',
  description:
    'Ends a pause: a new billing cycle starts, and its first period is billed and charged like a renewal. A pause that has not started is undone, and nothing is billed. Customers may resume if the portal allows it, but not a subscription that is paused for an overdue invoice.',
  input: ResumeInput,
  success: billedPayload(
    'ResumeSubscriptionSuccess',
    'The subscription was resumed, or its scheduled pause was undone.',
  ),
  errors: [NotFoundError, PortalFeatureDisabledError, ConflictError, IdempotencyKeyReusedError],
  run: resumeSubscription,
});
