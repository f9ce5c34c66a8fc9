/**
 * The company's offer to a customer who starts to cancel: a discount, a pause, a cheaper plan, or a contact to the
 * support.
 */
import { lazy, type ReactNode, useEffect, useState } from 'react';
import {
  AcceptOfferDocument,
  type CancelFormQuery,
  OfferShownDocument,
  type SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button, buttonClass } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { navigate } from '../../portalPlace.ts';
import { couponWords, planName, priceWords } from '../billingWords.ts';
import type { CancellationPreview } from './CancellationTerms.tsx';
import { ChangeQuote } from './ChangeQuote.tsx';
import type { Answer } from './change.ts';

const PausePlan = lazy(lazyPart(() => import('./PausePlan.tsx')));

type Offer = NonNullable<CancellationPreview['offer']>;

interface CancellationOfferProps {
  data: CancelFormQuery;
  offer: Offer;
  subscription: SubscriptionPartsFragment;
  /** The reason for which it is offered, and the comment; accepting the offer requires neither. */
  answer: Answer;
}

interface OfferCardProps {
  icon: Parameters<typeof Icon>[0]['name'];
  title: string;
  text: string;
  children: ReactNode;
}

const OfferCard = ({ icon, title, text, children }: OfferCardProps) => (
  <section className="card offer">
    <Icon name={icon} />
    <div className="offer-text">
      <h2>{title}</h2>
      <p>{text}</p>
      {children}
    </div>
  </section>
);

/** Opens the subscription, which continues. */
async function stay(subscriptionId: string): Promise<void> {
  await refresh();
  navigate(`/subscriptions/${subscriptionId}`);
}

export function CancellationOffer(props: CancellationOfferProps) {
  const { offer, subscription, answer } = props;
  const { id: subscriptionId } = subscription;
  const { reason } = answer;
  // For the merchant's report only: its failure does not concern the customer.
  useEffect(() => {
    send(OfferShownDocument, { input: { subscriptionId, ...(reason ? { reason } : {}) } }).catch(() => {});
  }, [subscriptionId, reason]);
  switch (offer.type) {
    case 'COUPON':
      return offer.discount ? <DiscountOffer {...props} discount={offer.discount} /> : null;
    case 'PAUSE':
      return <PauseOffer {...props} />;
    case 'PLAN':
      return <PlanOffer {...props} />;
    default:
      return offer.supportEmail ? <ContactOffer {...props} email={offer.supportEmail} /> : null;
  }
}

function DiscountOffer({
  discount,
  subscription,
  answer,
}: CancellationOfferProps & { discount: NonNullable<Offer['discount']> }) {
  const words = useWords();
  const { t, money } = words;
  const { run, pending, failure } = useAction(AcceptOfferDocument);
  const [refused, setRefused] = useState<UserError | null>(null);

  async function accept() {
    setRefused(null);
    const result = (await run({ subscriptionId: subscription.id, ...answer }))?.acceptRetentionOffer;
    if (!result) return;
    if (result.__typename !== 'AcceptRetentionOfferSuccess') return setRefused(result as UserError);
    announce(t('offer.accepted'));
    await stay(subscription.id);
  }
  return (
    <OfferCard
      icon="gift"
      title={t('offer.title', { offer: couponWords(words, discount.coupon) })}
      text={t('offer.saving', {
        next: money(discount.nextSaving),
        total: money(discount.totalSaving),
        invoices: discount.invoices ?? 0,
        open: discount.invoices === null ? 'yes' : 'no',
      })}
    >
      <FailureNotice failure={failure} />
      <UserErrorNotice refused={refused} />
      <div className="actions">
        <Button look="primary" pending={pending} onClick={() => void accept()}>
          {t('offer.accept')}
        </Button>
      </div>
    </OfferCard>
  );
}

function PauseOffer({ data, subscription, answer }: CancellationOfferProps) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  return (
    <OfferCard icon="calendar" title={t('offer.pause.title')} text={t('offer.pause.text')}>
      <div className="actions">
        <Button look="primary" onClick={() => setOpen(true)}>
          {t('offer.pause.accept')}
        </Button>
      </div>
      {open ? (
        <LazyDialog close={() => setOpen(false)}>
          <PausePlan
            subscription={subscription}
            maximumDays={data.cancelConfig.pauseMaximumDays}
            retention={answer}
            close={() => setOpen(false)}
            paused={() => navigate(`/subscriptions/${subscription.id}`)}
          />
        </LazyDialog>
      ) : null}
    </OfferCard>
  );
}

/** The cheaper plan with its quote, which is confirmed here. */
function PlanOffer({ data, offer, subscription, answer }: CancellationOfferProps) {
  const words = useWords();
  const { t, day } = words;
  const [open, setOpen] = useState(false);
  const [quoted, tellQuote] = useState('');
  const item = subscription.items.find(({ id }) => id === offer.item?.id);
  const { price } = offer;
  if (!item || !price) return null;
  return (
    <>
      <OfferCard
        icon="plan"
        title={t('offer.plan.title')}
        text={t('offer.plan.text', { plan: planName(price), price: priceWords(words, price) })}
      >
        {open ? null : (
          <div className="actions">
            <Button look="primary" onClick={() => setOpen(true)}>
              {t('offer.plan.accept')}
            </Button>
          </div>
        )}
      </OfferCard>
      <p className="hidden" role="status">
        {quoted}
      </p>
      {open ? (
        <div className="offer-quote">
          <ChangeQuote
            change={{ subscription, item, price, retention: answer }}
            method={data.currentCustomer.paymentMethods?.find(({ isDefault }) => isDefault)}
            kinds={data.frameConfig.paymentMethodsEnabled ? data.cancelConfig.acceptedPaymentMethods : []}
            confirmed={({ quote }) => {
              const later = quote.effective === 'PERIOD_END';
              announce(
                later ? t('offer.plan.acceptedLater', { date: day(quote.effectiveAt) }) : t('offer.plan.accepted'),
              );
              void stay(subscription.id);
            }}
            quoted={tellQuote}
          />
        </div>
      ) : null}
    </>
  );
}

function ContactOffer({ subscription, answer, email }: CancellationOfferProps & { email: string }) {
  const { t } = useWords();
  // For the merchant's report only; the mail program opens in any case.
  const record = () => {
    send(AcceptOfferDocument, { input: { subscriptionId: subscription.id, ...answer } }).catch(() => {});
  };
  return (
    <OfferCard icon="mail" title={t('offer.contact.title')} text={t('offer.contact.text', { email })}>
      <div className="actions">
        <a href={`mailto:${encodeURI(email)}`} className={buttonClass('primary')} onClick={record}>
          {t('offer.contact.accept')}
        </a>
      </div>
    </OfferCard>
  );
}
