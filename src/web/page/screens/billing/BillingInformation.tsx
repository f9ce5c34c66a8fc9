/** What stands on invoices about the customer. */
import { BillingDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { useWords } from '../../i18n/words.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { BillingForm } from './BillingForm.tsx';

export default function BillingInformation() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(BillingDocument, {});
  return (
    <Screen title={t('nav.billing')} lead={t('billing.lead')} {...{ loading, failure, retry }} skeletons={[6]}>
      {data ? <BillingForm customerId={data.frameCustomer.id} customer={data.currentCustomer} /> : null}
    </Screen>
  );
}
