/** One subscription at a glance: the plan, its price, and the next payment. */
import type { HomeQuery, PaymentMethodPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Badge } from '../../../ui/components/Badge.tsx';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { discountWords, methodName, planName, planNames, pricesWords, priceWords, STATUS } from '../billingWords.ts';
import { type DueInvoice, nextAttemptOf, overdueOf } from '../subscriptions/overdueOf.ts';

type HomeSubscription = NonNullable<HomeQuery['currentCustomer']['subscriptions']>[number];

type NextInvoice = NonNullable<HomeSubscription['upcomingInvoice']>;

interface PlanCardProps {
  subscription: HomeSubscription;
  /** Whether it is the only subscription: among several, no button is the primary one. */
  alone: boolean;
  methods: readonly PaymentMethodPartsFragment[] | null | undefined;
  due: readonly DueInvoice[] | null | undefined;
}

/** The overdue amounts, in place of the next payment. */
function OverduePayment({ overdue }: { overdue: readonly DueInvoice[] }) {
  const { t, money, day, list } = useWords();
  const next = nextAttemptOf(overdue);
  return (
    <div className="plan-next">
      <p className="plan-next-name">{t('home.overdue')}</p>
      <p className="plan-next-amount">{list(overdue.map(({ amountDue }) => money(amountDue)))}</p>
      {next ? <p className="plan-next-note">{t('alert.nextAttempt', { date: day(next) })}</p> : null}
    </div>
  );
}

function TaxIncluded({ tax }: { tax: NextInvoice['tax'] }) {
  const { t } = useWords();
  return tax && tax.amount.amount !== 0 ? <p className="plan-next-note">{t('total.taxIncluded')}</p> : null;
}

/** The method that will be charged, or the day by which the invoice must be paid. */
function PaidBy({ next, method }: { next: NextInvoice; method: PaymentMethodPartsFragment | undefined }) {
  const words = useWords();
  const { t, day } = words;
  if (next.dueAt && next.amountDue.amount > 0)
    return <p className="plan-next-note">{t('home.byInvoice', { date: day(next.dueAt) })}</p>;
  return method && !next.dueAt ? <p className="plan-next-note">{methodName(words, method)}</p> : null;
}

function NextPayment({ subscription, methods }: Pick<PlanCardProps, 'subscription' | 'methods'>) {
  const words = useWords();
  const { t, money, day } = words;
  const next = subscription.upcomingInvoice;
  if (!next || subscription.cancelAtPeriodEnd)
    return (
      <div className="plan-next">
        <p className="plan-next-name">{t(subscription.cancelAtPeriodEnd ? 'home.endsOn' : 'home.nextPayment')}</p>
        <p className="plan-next-none">
          {subscription.cancelAtPeriodEnd ? day(subscription.currentPeriodEnd) : t('home.noPayment')}
        </p>
        {subscription.cancelAtPeriodEnd ? (
          <p className="plan-next-note">
            {next && next.amountDue.amount > 0
              ? t('home.finalInvoice', { amount: money(next.amountDue) })
              : t('home.noFurtherPayment')}
          </p>
        ) : null}
      </div>
    );
  return (
    <div className="plan-next">
      <p className="plan-next-name">
        {t(subscription.status === 'TRIALING' ? 'home.firstPayment' : 'home.nextPayment')}
      </p>
      <p className="plan-next-amount">{money(next.amountDue)}</p>
      <TaxIncluded tax={next.tax} />
      <p className="plan-next-note">{t('home.onDate', { date: day(next.billsAt) })}</p>
      <PaidBy next={next} method={methods?.find(({ isDefault }) => isDefault)} />
      {next.creditApplied.amount > 0 ? (
        <p className="plan-next-note">{t('home.creditApplied', { amount: money(next.creditApplied) })}</p>
      ) : null}
    </div>
  );
}

export function PlanCard({ subscription, methods, due, alone }: PlanCardProps) {
  const words = useWords();
  const { t, day } = words;
  const { status, items, portalActions } = subscription;
  const path = `/subscriptions/${subscription.id}`;
  const [only] = items;
  const overdue = status === 'PAST_DUE' ? overdueOf(subscription.id, due) : [];
  const discount = discountWords(words, subscription);
  return (
    <article className="card plan" aria-label={planNames(words, subscription)}>
      <div className="plan-what">
        <div className="plan-head">
          <h2 className="plan-name">{planNames(words, subscription)}</h2>
          <Badge tone={STATUS[status].tone}>{t(STATUS[status].words)}</Badge>
        </div>
        {items.length === 1 && only ? (
          <p className="plan-price">{pricesWords(words, only.price, only.quantity)}</p>
        ) : (
          <ul className="plan-items">
            {items.map((item) => (
              <li key={item.id}>
                {t('plan.item', {
                  name: planName(item.price),
                  quantity: item.quantity,
                  price: priceWords(words, item.price),
                })}
              </li>
            ))}
          </ul>
        )}
        {only?.price.product.description && items.length === 1 ? (
          <p className="plan-note">{isolate(only.price.product.description)}</p>
        ) : null}
        {status === 'TRIALING' && subscription.trialEnd ? (
          <p className="plan-note">{t('plan.trialUntil', { date: day(subscription.trialEnd) })}</p>
        ) : null}
        {discount ? <p className="plan-note plan-coupon">{discount}</p> : null}
      </div>
      {overdue.length > 0 ? (
        <OverduePayment overdue={overdue} />
      ) : (
        <NextPayment subscription={subscription} methods={methods} />
      )}
      <div className="plan-actions">
        {portalActions.switchPlan.allowed ? (
          <Link to={`${path}/switch`} className={buttonClass(alone ? 'primary' : 'secondary')}>
            {t('action.changePlan')}
          </Link>
        ) : null}
        <Link to={path} className={buttonClass()}>
          {t('action.details')}
        </Link>
      </div>
    </article>
  );
}
