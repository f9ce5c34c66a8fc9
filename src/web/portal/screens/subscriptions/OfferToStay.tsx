/** The company's retention offer. */
import { useEffect, useState } from 'react';
import { AcceptOfferDocument, type CancelFormQuery, OfferShownDocument } from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/client.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/words.ts';
import { navigate } from '../../place.ts';
import { couponWords } from '../billingWords.ts';

type Preview = Extract<CancelFormQuery['previewCancelSubscription'], { __typename: 'CancellationPreview' }>;

interface OfferToStayProps {
  offer: NonNullable<Preview['retentionOffer']>;
  subscriptionId: string;
  /** The reason and comment entered so far; accepting the offer requires neither. */
  answer: { reason?: string; comment?: string };
}

export function OfferToStay({ offer, subscriptionId, answer }: OfferToStayProps) {
  const words = useWords();
  const { t, money } = words;
  const { run, pending, failure } = useAction(AcceptOfferDocument);
  const [refused, setRefused] = useState<UserError | null>(null);

  // For the merchant's report only: its failure does not concern the customer.
  useEffect(() => {
    send(OfferShownDocument, { input: { subscriptionId } }).catch(() => {});
  }, [subscriptionId]);

  async function accept() {
    setRefused(null);
    const result = (await run({ subscriptionId, ...answer }))?.acceptRetentionOffer;
    if (!result) return;
    if (result.__typename !== 'AcceptRetentionOfferSuccess') return setRefused(result as UserError);
    announce(t('offer.accepted'));
    await refresh();
    navigate(`/subscriptions/${subscriptionId}`);
  }
  return (
    <section className="card offer">
      <Icon name="gift" />
      <div className="offer-text">
        <h2>{t('offer.title', { offer: couponWords(words, offer.coupon) })}</h2>
        <p>
          {t('offer.saving', {
            next: money(offer.nextSaving),
            total: money(offer.totalSaving),
            invoices: offer.invoices ?? 0,
            open: offer.invoices === null ? 'yes' : 'no',
          })}
        </p>
        <FailureNotice failure={failure} />
        <UserErrorNotice refused={refused} />
        <div className="actions">
          <Button look="primary" pending={pending} onClick={() => void accept()}>
            {t('offer.accept')}
          </Button>
        </div>
      </div>
    </section>
  );
}
