/** What is paid with: the list, adding, choosing and removing. */
import { lazy, useState } from 'react';
import { PaymentMethodsDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { SwitchedOff } from '../../frame/NotFound.tsx';
import { useWords } from '../../i18n/words.tsx';
import { part } from '../../router/part.ts';
import { Apart } from '../../ui/Apart.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Card, Empty } from '../../ui/surfaces.tsx';
import { MethodRow } from './MethodRow.tsx';

const AddMethod = lazy(part(() => import('./AddMethod.tsx')));

export default function PaymentMethods() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(PaymentMethodsDocument, {});
  const [adding, setAdding] = useState(false);
  const title = t('nav.paymentMethods');
  if (data && !data.frameConfig.paymentMethodsEnabled) return <SwitchedOff title={title} />;
  const methods = data?.currentCustomer.paymentMethods ?? [];
  const failing = (data?.currentCustomer.due?.nodes ?? []).some(({ attemptCount }) => attemptCount > 0);
  return (
    <Screen
      title={title}
      lead={t('methods.lead')}
      action={
        <Button look="primary" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t('methods.add')}
        </Button>
      }
      {...{ loading, failure, retry }}
    >
      <Card>
        {methods.length > 0 ? (
          <ul className="rows rows-bare">
            {methods.map((method) => (
              <MethodRow key={method.id} method={method} failing={failing && method.isDefault} />
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
          />
        </Apart>
      ) : null}
    </Screen>
  );
}
