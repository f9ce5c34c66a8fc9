/** What a change comes to: now and then side by side, each quoted line, what is due now and with the next invoice. */
import { lazy, useState } from 'react';
import type {
  PaymentMethodKind,
  PaymentMethodPartsFragment,
  PricePartsFragment,
  SubscriptionPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { own } from '../../i18n/own.ts';
import { useWords } from '../../i18n/words.tsx';
import { part } from '../../router/part.ts';
import { Apart } from '../../ui/Apart.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Card, Fact, Facts, Notice, Skeleton } from '../../ui/surfaces.tsx';
import { Refusal, Trouble } from '../../ui/Trouble.tsx';
import { methodName, planTimes, pricesWords } from '../billingWords.ts';
import { Lines } from '../Lines.tsx';
import { QuoteClock } from './QuoteClock.tsx';
import { type Settled, useChange } from './useChange.ts';

const AddMethod = lazy(part(() => import('../payment-methods/AddMethod.tsx')));

export interface Change {
  subscription: SubscriptionPartsFragment;
  item: SubscriptionPartsFragment['items'][number];
  price: PricePartsFragment;
  quantity: number;
}

interface ChangeQuoteProps {
  change: Change;
  method: PaymentMethodPartsFragment | undefined;
  /** What another one may be; none where the portal does not let its customers choose. */
  kinds: readonly PaymentMethodKind[];
  settled(settled: Settled): void;
}

function Side({
  title,
  price,
  quantity,
  next,
}: {
  title: string;
  price: PricePartsFragment;
  quantity: number;
  next?: boolean;
}) {
  const words = useWords();
  return (
    <div className={next ? 'side side-next' : 'side'}>
      <p className="side-title">{title}</p>
      <p className="side-name">{planTimes(words, price, quantity)}</p>
      <p className="side-price">{pricesWords(words, price, quantity)}</p>
      {price.product.description ? <p className="side-note">{own(price.product.description)}</p> : null}
    </div>
  );
}

export function ChangeQuote({ change, method, kinds, settled }: ChangeQuoteProps) {
  const words = useWords();
  const { t, money, size, less, day } = words;
  const { quote, ...state } = useChange(change, words.locale);
  const [adding, setAdding] = useState(false);
  const { item, price, quantity } = change;

  if (state.previewFailure) return <Trouble failure={state.previewFailure} retry={state.ask} />;
  if (state.impossible) return <Refusal refused={state.impossible} />;
  if (state.loading || !quote) return <Skeleton lines={6} />;

  async function confirm() {
    if (!quote) return;
    const done = await state.confirm(quote);
    if (done) settled(done);
  }
  // What waited and is settled now belongs to what is due now.
  const lines = [...quote.pendingLines, ...quote.lines];
  const later = quote.effective === 'PERIOD_END';
  const pays = quote.amountDue.amount > 0;
  const credited = quote.settledNow && quote.total.amount < 0;
  const lacksMethod = pays && !method && kinds.length > 0;
  const code = state.refused?.code ?? '';
  const methodWanted = code.startsWith('PAYMENT_') && code !== 'PAYMENT_PROVIDER_UNAVAILABLE';
  return (
    <Card title={t('switch.review')}>
      <div className="sides">
        <Side title={t('switch.now')} price={item.price} quantity={item.quantity} />
        <span className="sides-arrow" aria-hidden="true">
          <Icon name="next" className="flip" />
        </span>
        <Side next title={t('switch.then')} price={price} quantity={quantity} />
      </div>
      {state.renewed ? (
        <Notice live tone="warning" title={t('switch.updated.title')}>
          <p>{t('switch.updated.text')}</p>
        </Notice>
      ) : null}
      {later ? (
        <Notice tone="info" icon="calendar" title={t('switch.later.title', { date: day(quote.effectiveAt) })}>
          <p>{t('switch.later.text')}</p>
        </Notice>
      ) : null}
      {lines.length > 0 ? (
        <>
          <h3 className="subhead">{t(quote.settledNow ? 'switch.linesNow' : 'switch.linesLater')}</h3>
          <Lines lines={lines} />
        </>
      ) : later ? null : (
        <p className="small">{t('switch.noLines')}</p>
      )}
      <Facts>
        {quote.creditApplied.amount !== 0 ? <Fact name={t('total.credit')}>{less(quote.creditApplied)}</Fact> : null}
        <Fact strong name={t(credited ? 'switch.creditedNow' : 'switch.dueNow')}>
          {credited ? size(quote.total) : money(quote.amountDue)}
        </Fact>
        {quote.nextInvoice ? (
          <Fact name={t('switch.nextInvoice', { date: day(quote.nextInvoice.at) })}>
            {money(quote.nextInvoice.amountDue)}
          </Fact>
        ) : null}
      </Facts>
      {pays && method ? <p className="small">{t('total.chargedTo', { method: methodName(words, method) })}</p> : null}
      {lacksMethod && !state.refused ? <p className="small">{t('refusal.methodRequired')}</p> : null}
      {credited ? <p className="small">{t('switch.creditNote')}</p> : null}
      <Trouble failure={state.failure} safe />
      <Refusal
        refused={state.refused}
        actions={
          methodWanted && kinds.length > 0 ? (
            <Button onClick={() => setAdding(true)}>{t(method ? 'action.updateMethod' : 'methods.add')}</Button>
          ) : undefined
        }
      />
      <div className="card-actions">
        {lacksMethod ? (
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('methods.add')}
          </Button>
        ) : (
          <Button look="primary" pending={state.pending || state.renewing} onClick={() => void confirm()}>
            {pays
              ? t('switch.confirmPay', { amount: money(quote.amountDue) })
              : t(later ? 'switch.confirmLater' : 'switch.confirm')}
          </Button>
        )}
        <QuoteClock
          key={state.quotedAt}
          seconds={quote.quoteExpiresInSeconds}
          renew={state.renew}
          paused={state.pending}
        />
      </div>
      {adding ? (
        <Apart close={() => setAdding(false)}>
          <AddMethod kinds={kinds} first={!method} close={() => setAdding(false)} added={state.clear} />
        </Apart>
      ) : null}
    </Card>
  );
}
