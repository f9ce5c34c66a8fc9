/** The review of a change: the plan now and then, the quoted lines, what is due now and with the next invoice. */
import { lazy, useEffect, useState } from 'react';
import type {
  ChangePartsFragment,
  PaymentMethodKind,
  PaymentMethodPartsFragment,
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
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { methodName } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { TaxRows } from '../TaxRows.tsx';
import type { Change, ConfirmedChange } from './change.ts';
import { PlanComparison } from './PlanComparison.tsx';
import { PromotionCode } from './PromotionCode.tsx';
import { QuoteClock } from './QuoteClock.tsx';
import { isCodeRefusal, type QuoteView, quoteView } from './quoteView.ts';
import { useChange } from './useChange.ts';

const AddMethod = lazy(lazyPart(() => import('../payment-methods/AddMethod.tsx')));

interface ChangeQuoteProps {
  change: Change;
  method: PaymentMethodPartsFragment | undefined;
  /** The kinds of payment methods that can be added; none if the portal hides payment methods. */
  kinds: readonly PaymentMethodKind[];
  confirmed(done: ConfirmedChange): void;
  /** Null where the portal takes no promotion codes. */
  enterCode?: ((code: string | null) => void) | null;
  /** Called with the quote in a few words when it has arrived. */
  quoted(text: string): void;
}

interface PartProps {
  quote: ChangePartsFragment;
  view: QuoteView;
}

function QuotedLines({ view }: Pick<PartProps, 'view'>) {
  const { t } = useWords();
  if (!view.linesHeading) return view.later ? null : <p className="small">{t('switch.noLines')}</p>;
  return (
    <>
      <h3 className="subhead">{t(view.linesHeading)}</h3>
      <Lines lines={view.lines} />
    </>
  );
}

/** The amount that is due or credited now, and its name. */
const dueWords = ({ t, money, unsigned }: Words, { quote, view }: PartProps) =>
  view.credited
    ? { name: t('switch.creditedNow'), amount: unsigned(quote.total) }
    : { name: t(view.payBy ? 'switch.invoicedNow' : 'switch.dueNow'), amount: money(quote.amountDue) };

function Totals({ quote, view }: PartProps) {
  const words = useWords();
  const { t, money, negative, day } = words;
  const due = dueWords(words, { quote, view });
  const { nextInvoice, creditApplied } = quote;
  return (
    <Facts>
      {quote.settledNow ? <TaxRows tax={quote.tax} /> : null}
      {creditApplied.amount !== 0 ? <Fact name={t('total.credit')}>{negative(creditApplied)}</Fact> : null}
      <Fact strong name={due.name}>
        {due.amount}
      </Fact>
      {nextInvoice ? (
        <Fact name={t('switch.nextInvoice', { date: day(nextInvoice.billsAt) })}>{money(nextInvoice.amountDue)}</Fact>
      ) : null}
      {quote.endsAt ? <Fact name={t('cancel.ends')}>{day(quote.endsAt)}</Fact> : null}
    </Facts>
  );
}

function PaymentHints({ quote, view }: PartProps) {
  const words = useWords();
  const { t, money, day } = words;
  const { chargedTo, methodHint, credited, payBy } = view;
  return (
    <>
      {chargedTo ? <p className="small">{t('total.chargedTo', { method: methodName(words, chargedTo) })}</p> : null}
      {payBy ? (
        <p className="small">{t('switch.invoiced', { amount: money(quote.amountDue), date: day(payBy) })}</p>
      ) : null}
      {methodHint ? <p className="small">{t('refusal.methodRequired')}</p> : null}
      {credited && !quote.endsAt ? <p className="small">{t('switch.creditNote')}</p> : null}
    </>
  );
}

/** The quote in a few words: the day of a later change, or the amount that is due or credited now. */
function summaryOf(words: Words, part: PartProps): string {
  if (part.view.later) return words.t('switch.later.title', { date: words.day(part.quote.effectiveAt) });
  const { name, amount } = dueWords(words, part);
  return `${name}: ${amount}`;
}

interface ChangeCodeProps {
  change: Change;
  quote: ChangePartsFragment | null;
  refused: UserError | null;
  enterCode: ChangeQuoteProps['enterCode'];
}

/** The promotion code of a change; its discount may begin later. */
function ChangeCode({ change, quote, refused, enterCode }: ChangeCodeProps) {
  const { t } = useWords();
  if (!enterCode) return null;
  const discountsLater = quote?.coupon && !quote.lines.some(({ discountAmount }) => discountAmount.amount > 0);
  return (
    <>
      {refused?.reason === 'DISCOUNT_EXISTS' ? <UserErrorNotice refused={refused} /> : null}
      <PromotionCode
        code={refused?.reason === 'DISCOUNT_EXISTS' ? null : (change.promotionCode ?? null)}
        coupon={quote?.coupon ?? null}
        refused={isCodeRefusal(refused) && refused?.reason !== 'DISCOUNT_EXISTS'}
        enter={enterCode}
      />
      {discountsLater ? <p className="small">{t('promotion.later')}</p> : null}
    </>
  );
}

export function ChangeQuote({ change, method, kinds, confirmed, enterCode, quoted }: ChangeQuoteProps) {
  const words = useWords();
  const { t, money, day, locale } = words;
  const { quote, ...state } = useChange(change, locale);
  const [adding, setAdding] = useState(false);
  const view = quote && quoteView({ quote, method, kinds, refused: state.refused });
  const summary = quote && view ? summaryOf(words, { quote, view }) : '';
  useEffect(() => {
    if (summary) quoted(summary);
  }, [summary, quoted]);

  if (state.previewFailure) return <FailureNotice failure={state.previewFailure} retry={state.ask} />;
  const code = <ChangeCode {...{ change, quote, enterCode }} refused={state.refusedCode} />;
  if (state.impossible) return <UserErrorNotice refused={state.impossible} />;
  if (state.loading || !quote || !view) return <Skeleton lines={6} />;

  const due = dueWords(words, { quote, view });
  const { methodOffer } = view;
  async function confirm(shown: ChangePartsFragment) {
    const done = await state.confirm(shown);
    if (done) confirmed(done);
  }
  return (
    <Card title={t('switch.review')}>
      <PlanComparison change={change} quantity={quote.quantity} />
      {state.renewed ? (
        <Notice live tone="warning" title={t('switch.updated.title')}>
          <p>{t('switch.updated.text')}</p>
        </Notice>
      ) : null}
      {view.later ? (
        <Notice tone="info" icon="calendar" title={t('switch.later.title', { date: day(quote.effectiveAt) })}>
          <p>{t('switch.later.text')}</p>
        </Notice>
      ) : null}
      <QuotedLines view={view} />
      <Totals quote={quote} view={view} />
      {code}
      <PaymentHints quote={quote} view={view} />
      <FailureNotice failure={state.failure} safe />
      <UserErrorNotice
        refused={state.refused}
        actions={methodOffer ? <Button onClick={() => setAdding(true)}>{t(methodOffer)}</Button> : undefined}
      />
      {/* On a phone, always in sight at the window's bottom: see styles/changePlan.css. */}
      <div className="card-actions review-bar">
        <p className="review-due" aria-hidden="true">
          {due.name} <strong>{due.amount}</strong>
        </p>
        {view.lacksMethod ? (
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('methods.add')}
          </Button>
        ) : (
          <Button look="primary" pending={state.pending || state.renewing} onClick={() => void confirm(quote)}>
            {t(view.confirmLabel, { amount: money(quote.amountDue) })}
          </Button>
        )}
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
