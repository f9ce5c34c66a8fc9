/** What is paid with: the list, adding, choosing and removing. */
import { lazy, useState } from 'react';
import { PaymentMethodsDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { useWords } from '../../i18n/words.tsx';
import { part } from '../../router/part.ts';
import { Apart } from '../../ui/Apart.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Card, Empty } from '../../ui/surfaces.tsx';
import { DueAlert } from '../invoices/DueAlert.tsx';
import { MethodRow } from './MethodRow.tsx';
import { useRetry } from './useRetry.ts';

const AddMethod = lazy(part(() => import('./AddMethod.tsx')));

export default function PaymentMethods() {
  const { t } = useWords();
  const { data, loading, failure, retry: ask } = useScreen(PaymentMethodsDocument, {});
  const [adding, setAdding] = useState(false);
  const title = t('nav.paymentMethods');
  const methods = data?.currentCustomer.paymentMethods ?? [];
  const due = data?.currentCustomer.due?.nodes ?? [];
  const failed = due.filter(({ attemptCount }) => attemptCount > 0);
  const retry = useRetry(due, ask, (count) => announce(t('pay.paidMany', { count })));
  if (data && !data.frameConfig.paymentMethodsEnabled) return <SwitchedOff title={title} />;
  return (
    <Screen
      title={title}
      lead={t('methods.lead')}
      action={
        <Button look="primary" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t('methods.add')}
        </Button>
      }
      {...{ loading, failure, retry: ask }}
    >
      <DueAlert due={failed} retrying={retry.trying} payable={data?.frameConfig.invoiceHistoryEnabled ?? false} />
      <Card>
        {methods.length > 0 ? (
          <ul className="rows rows-bare">
            {methods.map((method) => (
              <MethodRow
                key={method.id}
                method={method}
                failing={failed.length > 0 && method.isDefault && !retry.trying}
                chosen={() => methods.length > 1 && retry.begin()}
              />
            ))}
          </ul>
        ) : (
          <Empty icon="card" title={t('methods.none')} />
        )}
      </Card>
      {adding && data ? (
        <Apart close={() => setAdding(false)}>
          <AddMethod
            kinds={data.methodConfig.acceptedPaymentMethods}
            first={methods.length === 0}
            close={() => setAdding(false)}
            added={({ isDefault }) => isDefault && retry.begin()}
          />
        </Apart>
      ) : null}
    </Screen>
  );
}
