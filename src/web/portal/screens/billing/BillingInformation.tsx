/** The customer's name, address, tax id and language, as invoices show them. */
import { BillingDocument } from '../../../graphql/generated/graphql.ts';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
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
