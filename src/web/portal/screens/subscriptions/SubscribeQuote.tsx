/** The review of a new subscription: its items, the first invoice, what is due now and with the next one. */
import { lazy, useEffect, useState } from 'react';
import type {
  CouponPartsFragment,
  PaymentMethodKind,
  PaymentMethodPartsFragment,
  SubscribeQuotePartsFragment,
} from '../../../graphql/generated/graphql.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Fact, Facts } from '../../../ui/components/Facts.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { methodName } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { TaxRows } from '../TaxRows.tsx';
import { PromotionCode } from './PromotionCode.tsx';
import type { Purchase, StartedSubscription } from './purchase.ts';
import { QuoteClock } from './QuoteClock.tsx';
import { isCodeRefusal, methodOffer } from './quoteView.ts';
import { useSubscribe } from './useSubscribe.ts';

const AddMethod = lazy(lazyPart(() => import('../payment-methods/AddMethod.tsx')));

interface SubscribeQuoteProps {
  purchase: Purchase;
  method: PaymentMethodPartsFragment | undefined;
  kinds: readonly PaymentMethodKind[];
  started(done: StartedSubscription): void;
  /** Null where the portal takes no promotion codes. */
  enterCode: ((code: string | null) => void) | null;
  /** Called with the quote in a few words when it has arrived. */
  quoted(text: string): void;
}

function FirstInvoice({ quote }: { quote: SubscribeQuotePartsFragment }) {
  const { t, money, negative, day, days } = useWords();
  const { nextInvoice, creditApplied, dueAt } = quote;
  return (
    <>
      <Lines lines={quote.lines} />
      <Facts>
        <Fact name={t('subscribe.period')}>{days(quote.periodStart, quote.periodEnd)}</Fact>
        <TaxRows tax={quote.tax} />
        {creditApplied.amount !== 0 ? <Fact name={t('total.credit')}>{negative(creditApplied)}</Fact> : null}
        <Fact strong name={t(dueAt ? 'switch.invoicedNow' : 'switch.dueNow')}>
          {money(quote.amountDue)}
        </Fact>
        {dueAt ? <Fact name={t('invoice.dueAt')}>{day(dueAt)}</Fact> : null}
        {nextInvoice ? (
          <Fact name={t('switch.nextInvoice', { date: day(nextInvoice.billsAt) })}>{money(nextInvoice.amountDue)}</Fact>
        ) : null}
      </Facts>
      <p className="small">{t('subscribe.renews')}</p>
    </>
  );
}

interface ConfirmProps {
  charges: boolean;
  lacksMethod: boolean;
  amount: string;
  pending: boolean;
  add(): void;
  confirm(): void;
}

function Confirm({ charges, lacksMethod, amount, pending, add, confirm }: ConfirmProps) {
  const { t } = useWords();
  if (lacksMethod)
    return (
      <Button look="primary" onClick={add}>
        {t('methods.add')}
      </Button>
    );
  return (
    <Button look="primary" pending={pending} onClick={confirm}>
      {charges ? t('subscribe.confirmPay', { amount }) : t('subscribe.confirm')}
    </Button>
  );
}

interface CodeProps extends Pick<SubscribeQuoteProps, 'purchase' | 'enterCode'> {
  coupon: CouponPartsFragment | null;
  refused: UserError | null;
}

function Code({ purchase, enterCode, coupon, refused }: CodeProps) {
  if (!enterCode) return null;
  return (
    <PromotionCode code={purchase.promotionCode} coupon={coupon} refused={isCodeRefusal(refused)} enter={enterCode} />
  );
}

interface PaymentHintProps {
  method: PaymentMethodPartsFragment | undefined;
  charges: boolean;
  lacksMethod: boolean;
  refused: boolean;
}

function PaymentHint({ method, charges, lacksMethod, refused }: PaymentHintProps) {
  const words = useWords();
  if (charges && method)
    return <p className="small">{words.t('total.chargedTo', { method: methodName(words, method) })}</p>;
  return lacksMethod && !refused ? <p className="small">{words.t('refusal.methodRequired')}</p> : null;
}

export function SubscribeQuote({ purchase, method, kinds, started, enterCode, quoted }: SubscribeQuoteProps) {
  const words = useWords();
  const { t, money, locale } = words;
  const { quote, ...state } = useSubscribe(purchase, locale);
  const [adding, setAdding] = useState(false);
  const dueName = t(quote?.dueAt ? 'switch.invoicedNow' : 'switch.dueNow');
  const summary = quote ? `${dueName}: ${money(quote.amountDue)}` : '';
  useEffect(() => {
    if (summary) quoted(summary);
  }, [summary, quoted]);

  if (state.previewFailure) return <FailureNotice failure={state.previewFailure} retry={state.ask} />;
  const code = <Code {...{ purchase, enterCode }} coupon={quote?.coupon ?? null} refused={state.refusedCode} />;
  if (state.impossible) return <UserErrorNotice refused={state.impossible} />;
  if (state.loading || !quote) return <Skeleton lines={6} />;

  const charges = quote.amountDue.amount > 0 && !quote.dueAt;
  const lacksMethod = quote.paymentMethodRequired && !method && kinds.length > 0;
  const offered = methodOffer(state.refused, method, kinds);
  async function confirm(shown: SubscribeQuotePartsFragment) {
    const done = await state.confirm(shown);
    if (done) started(done);
  }
  return (
    <Card title={t('subscribe.review')}>
      {state.renewed ? (
        <Notice live tone="warning" title={t('switch.updated.title')}>
          <p>{t('switch.updated.text')}</p>
        </Notice>
      ) : null}
      <FirstInvoice quote={quote} />
      {code}
      <PaymentHint method={method} {...{ charges, lacksMethod, refused: state.refused !== null }} />
      <FailureNotice failure={state.failure} safe />
      <UserErrorNotice
        refused={state.refused}
        actions={offered ? <Button onClick={() => setAdding(true)}>{t(offered)}</Button> : undefined}
      />
      {/* On a phone, always in sight at the window's bottom: see styles/changePlan.css. */}
      <div className="card-actions review-bar">
        <p className="review-due" aria-hidden="true">
          {dueName} <strong>{money(quote.amountDue)}</strong>
        </p>
        <Confirm
          {...{ charges, lacksMethod, amount: money(quote.amountDue) }}
          pending={state.pending || state.renewing}
          add={() => setAdding(true)}
          confirm={() => void confirm(quote)}
        />
        <QuoteClock
          key={state.quotedAt}
          seconds={quote.quote.expiresInSeconds}
          renew={state.renew}
          paused={state.pending}
        />
      </div>
      {state.dialog}
      {adding ? (
        <LazyDialog close={() => setAdding(false)}>
          <AddMethod kinds={kinds} first={!method} close={() => setAdding(false)} added={state.clear} />
        </LazyDialog>
      ) : null}
    </Card>
  );
}
