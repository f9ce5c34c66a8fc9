/** One subscription: its plan, its next invoice, and the actions that the portal allows. */
import { type InvoicePartsFragment, SubscriptionDetailDocument } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { useScreen } from '../../api/useScreen.ts';
import { NotFound, SwitchedOff } from '../../frame/NotFound.tsx';
import { planNames } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import type { ScreenProps } from '../screenProps.ts';
import { nextAttemptOf, overdueOf } from './overdueOf.ts';
import { Planned } from './Planned.tsx';
import { SubscriptionCard } from './SubscriptionCard.tsx';
import { UpcomingInvoice } from './UpcomingInvoice.tsx';

/** When the failed payments of the subscription are retried next. */
function retryText({ t, day }: Words, due: readonly InvoicePartsFragment[]): string {
  const failed = due.filter(({ attemptCount }) => attemptCount > 0);
  if (failed.length === 0) return '';
  const next = nextAttemptOf(failed);
  return `${next ? t('alert.nextAttempt', { date: day(next) }) : t('alert.noRetry')} `;
}

function PaymentProblem({ status, due }: { status: string; due: readonly InvoicePartsFragment[] }) {
  const words = useWords();
  const { t } = words;
  if (status !== 'PAST_DUE' && status !== 'UNPAID') return null;
  return (
    <Notice
      tone="bad"
      title={t('alert.failed.title')}
      actions={
        <Link to="/invoices" className={buttonClass('primary')}>
          {t('action.payNow')}
        </Link>
      }
    >
      <p>{status === 'PAST_DUE' ? `${retryText(words, due)}${t('subscription.pastDue')}` : t('subscription.unpaid')}</p>
    </Notice>
  );
}

export default function SubscriptionDetail({ params }: ScreenProps) {
  const words = useWords();
  const { t, locale } = words;
  const { data, loading, failure, retry } = useScreen(SubscriptionDetailDocument, { id: params.id ?? '', locale });
  const up = { to: '/subscriptions', name: t('nav.subscriptions') };
  if (failure?.kind === 'notFound') return <NotFound />;
  if (!data) return <Screen title={t('subscription.title')} up={up} {...{ loading, failure, retry }} />;
  if (!data.frameConfig.subscriptionsEnabled) return <SwitchedOff title={t('nav.subscriptions')} />;
  const { subscription } = data;
  if (!subscription) return <NotFound />;
  const { pendingLines, upcomingInvoice } = subscription;
  return (
    <Screen title={planNames(words, subscription)} up={up}>
      <Planned subscription={subscription} />
      <PaymentProblem status={subscription.status} due={overdueOf(subscription.id, data.currentCustomer.due?.nodes)} />
      <SubscriptionCard subscription={subscription} maximumPauseDays={data.pauseConfig.pauseMaximumDays ?? null} />
      {upcomingInvoice ? (
        <UpcomingInvoice
          invoice={upcomingInvoice}
          method={data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault)}
        />
      ) : pendingLines.length > 0 ? (
        <Card title={t('subscription.pending')}>
          <Lines lines={pendingLines} />
        </Card>
      ) : null}
    </Screen>
  );
}
