/** What the company offers to who is about to leave. Once, and as easily left as taken. */
import { useState } from 'react';
import { AcceptOfferDocument, type CancelFormQuery } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { navigate } from '../../router/place.ts';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { couponWords } from '../billingWords.ts';

type Preview = Extract<CancelFormQuery['previewCancelSubscription'], { __typename: 'CancellationPreview' }>;

interface OfferToStayProps {
  offer: NonNullable<Preview['retentionOffer']>;
  subscriptionId: string;
  answer: { reason?: string; comment?: string };
  /** Whether the answer is all that has to be said; otherwise what is missing is asked for. */
  complete(): boolean;
}

export function OfferToStay({ offer, subscriptionId, answer, complete }: OfferToStayProps) {
  const words = useWords();
  const { t, money } = words;
  const { run, pending, failure } = useAction(AcceptOfferDocument);
  const [refused, setRefused] = useState<Refused | null>(null);

  async function accept() {
    setRefused(null);
    if (!complete()) return;
    const result = (await run({ subscriptionId, ...answer }))?.acceptRetentionOffer;
    if (!result) return;
    if (result.__typename !== 'AcceptRetentionOfferSuccess') return setRefused(result as Refused);
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
        <Trouble failure={failure} />
        <Refusal refused={refused} />
        <div className="actions">
          <Button look="primary" pending={pending} onClick={() => void accept()}>
            {t('offer.accept')}
          </Button>
        </div>
      </div>
    </section>
  );
}
