/** The rest of the portal in a few words each. */
import type { FrameFragment, HomeQuery } from '../../../graphql/generated/graphql.ts';
import { useWords } from '../../i18n/words.tsx';
import { Link } from '../../router/Link.tsx';
import { buttonClass } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Card, Empty } from '../../ui/surfaces.tsx';
import { methodName } from '../billingWords.ts';
import { InvoiceRow } from '../invoices/InvoiceRow.tsx';

interface ShortcutsProps {
  customer: HomeQuery['currentCustomer'];
  config: FrameFragment['frameConfig'];
  hasPlan: boolean;
}

export function Shortcuts({ customer, config, hasPlan }: ShortcutsProps) {
  const words = useWords();
  const { t, money, month } = words;
  const method = customer.paymentMethods?.find(({ isDefault }) => isDefault);
  const invoices = customer.invoices?.nodes ?? [];
  const credit = customer.creditBalances.filter(({ amount }) => amount !== 0);
  return (
    <>
      {config.subscriptionsEnabled && !hasPlan ? (
        <div className="card">
          <Empty icon="plan" title={t('home.noPlan')} />
        </div>
      ) : null}
      <div className="tiles">
        {config.paymentMethodsEnabled ? (
          <Link to="/payment-methods" className="tile">
            <Icon name="card" />
            <span className="tile-name">{t('nav.paymentMethods')}</span>
            <span className="tile-value">
              {method ? methodName(words, method) : t('home.noMethod')}
              {method?.expiryMonth && method.expiryYear ? (
                <span className="tile-note">
                  {t('method.expires', { month: month(method.expiryYear, method.expiryMonth) })}
                </span>
              ) : null}
            </span>
            <Icon name="next" className="flip" />
          </Link>
        ) : null}
        {credit.length > 0 ? (
          <Link to="/credit" className="tile">
            <Icon name="credit" />
            <span className="tile-name">{t('nav.credit')}</span>
            <span className="tile-value">
              {words.list(credit.map(money))}
              <span className="tile-note">{t('home.creditNote')}</span>
            </span>
            <Icon name="next" className="flip" />
          </Link>
        ) : (
          <Link to="/billing" className="tile">
            <Icon name="address" />
            <span className="tile-name">{t('nav.billing')}</span>
            <span className="tile-value">
              {t('home.billingTile')}
              <span className="tile-note">{t('home.billingNote')}</span>
            </span>
            <Icon name="next" className="flip" />
          </Link>
        )}
      </div>
      {config.invoiceHistoryEnabled ? (
        <Card
          title={t('home.latestInvoices')}
          action={
            <Link to="/invoices" className={buttonClass('quiet', false, 'small')}>
              {t('home.allInvoices')}
            </Link>
          }
        >
          {invoices.length > 0 ? (
            <ul className="rows">
              {invoices.map((invoice) => (
                <InvoiceRow key={invoice.id} invoice={invoice} />
              ))}
            </ul>
          ) : (
            <Empty icon="invoice" title={t('invoices.none')} />
          )}
        </Card>
      ) : null}
    </>
  );
}
