/** The rest of the portal in a few words each. */
import type { FrameFragment, HomeQuery } from '../../../graphql/generated/graphql.ts';
import { buttonClass } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { Link } from '../../../ui/router/Link.tsx';
import { methodName } from '../billingWords.ts';
import { InvoiceRow } from '../invoices/InvoiceRow.tsx';

interface ShortcutsProps {
  customer: HomeQuery['currentCustomer'];
  config: FrameFragment['frameConfig'];
}

export function Shortcuts({ customer, config }: ShortcutsProps) {
  const words = useWords();
  const { t, money, month } = words;
  const method = customer.paymentMethods?.find(({ isDefault }) => isDefault);
  const invoices = customer.invoices?.nodes ?? [];
  const credit = customer.creditBalances.filter(({ amount }) => amount !== 0);
  return (
    <>
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
