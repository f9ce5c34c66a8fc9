/** The payment methods: the list, adding, choosing the default and removing. */
import { lazy, useState } from 'react';
import { PaymentMethodsDocument } from '../../../graphql/generated/graphql.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { Empty } from '../../../ui/components/Empty.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { LazyDialog } from '../../../ui/components/LazyDialog.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { lazyPart } from '../../../ui/router/lazyPart.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { currentPlace } from '../../portalPlace.ts';
import { DueAlert } from '../invoices/DueAlert.tsx';
import { MethodRow } from './MethodRow.tsx';
import { useRetry } from './useRetry.ts';

const ReturnedMethod = lazy(lazyPart(() => import('./ReturnedMethod.tsx')));
const AddMethod = lazy(lazyPart(() => import('./AddMethod.tsx')));

export default function PaymentMethods() {
  const { t } = useWords();
  const { data, loading, failure, retry: ask } = useScreen(PaymentMethodsDocument, {});
  const [adding, setAdding] = useState(false);
  // As it was when the screen was opened: finishing clears it from the history.
  const [returned] = useState(currentPlace().state.returnedSetup);
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
      {returned && data ? (
        <LazyDialog close={() => undefined}>
          <ReturnedMethod setup={returned} added={({ isDefault }) => isDefault && retry.begin()} />
        </LazyDialog>
      ) : null}
      <Card>
        {methods.length > 0 ? (
          <ul className="rows rows-bare">
            {methods.map((method) => (
              <MethodRow
                key={method.id}
                method={method}
                only={methods.length === 1}
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
        <LazyDialog close={() => setAdding(false)}>
          <AddMethod
            kinds={data.methodConfig.acceptedPaymentMethods}
            first={methods.length === 0}
            close={() => setAdding(false)}
            added={({ isDefault }) => isDefault && retry.begin()}
          />
        </LazyDialog>
      ) : null}
    </Screen>
  );
}
