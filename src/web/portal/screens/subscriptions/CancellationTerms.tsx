/** The consequences of canceling: the date of the end, the use until then, and the final invoice or credit. */
import type { ReactNode } from 'react';
import type { CancelFormQuery, SubscriptionPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { isUsable } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { TaxRows } from '../TaxRows.tsx';

export type CancellationPreview = Extract<
  CancelFormQuery['previewCancelSubscription'],
  { __typename: 'CancellationPreview' }
>;

interface CancellationTermsProps {
  preview: CancellationPreview;
  subscription: SubscriptionPartsFragment;
  /** The actions below the terms. */
  children: ReactNode;
}

export function CancellationTerms({ preview, subscription, children }: CancellationTermsProps) {
  const { mode, endsAt, total, tax, lines } = preview;
  const { t, day, unsigned } = useWords();
  const now = mode === 'IMMEDIATELY';
  return (
    <Card title={t('cancel.what')}>
      <Facts plain>
        <Fact name={t('cancel.ends')}>{now ? t('cancel.endsNow') : day(endsAt)}</Fact>
        {isUsable(subscription) ? (
          <Fact name={t(now ? 'cancel.afterwards' : 'cancel.use')}>{t(now ? 'cancel.useNot' : 'cancel.useUntil')}</Fact>
        ) : null}
        <TaxRows tax={tax} />
        {total.amount === 0 ? (
          <Fact name={t('cancel.money')}>{t('cancel.noMoney')}</Fact>
        ) : (
          <Fact name={t(total.amount < 0 ? 'cancel.credit' : 'cancel.finalInvoice')}>{unsigned(total)}</Fact>
        )}
      </Facts>
      {lines.length > 0 ? (
        <details className="details">
          <summary>{t('cancel.lines')}</summary>
          <Lines lines={lines} />
        </details>
      ) : null}
      {children}
    </Card>
  );
}
