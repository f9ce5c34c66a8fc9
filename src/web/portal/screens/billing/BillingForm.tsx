/** The form of the billing information. The server's errors are shown at the fields that they concern. */
import type { BillingQuery } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { SelectField, TextField } from '../../../ui/components/fields.tsx';
import { UserErrorNotice } from '../../../ui/components/UserErrorNotice.tsx';
import { supportedLanguages } from '../../../ui/i18n/language.ts';
import { LANGUAGES, type Language, languageOf } from '../../../ui/i18n/languages.ts';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';
import { AddressCard } from './AddressCard.tsx';
import { DEFAULT_TAX_ID_TYPE } from './billingValues.ts';
import { TAX_ID_TYPES } from './taxIdTypes.ts';
import { type BillingFormState, useBillingForm } from './useBillingForm.ts';

function IdentityCard({ values, set, problem, email }: BillingFormState & { email: string }) {
  const { t } = useWords();
  return (
    <Card title={t('billing.who')}>
      <div className="form">
        <TextField
          label={t('billing.name')}
          autoComplete="billing name"
          value={values.name}
          onChange={set('name')}
          error={problem('name')}
          maxLength={200}
        />
        <TextField label={t('billing.email')} hint={t('billing.emailHint')} value={email} readOnly dir="ltr" />
        <TextField
          label={t('billing.phone')}
          optional={t('field.optional')}
          type="tel"
          dir="ltr"
          autoComplete="billing tel"
          value={values.phone}
          onChange={set('phone')}
          error={problem('phone')}
          maxLength={40}
        />
        <TextField
          label={t('billing.purchaseOrder')}
          optional={t('field.optional')}
          hint={t('billing.purchaseOrderHint')}
          value={values.purchaseOrder}
          onChange={set('purchaseOrder')}
          error={problem('purchaseOrder')}
          maxLength={100}
        />
      </div>
    </Card>
  );
}

type TaxId = NonNullable<BillingQuery['currentCustomer']['taxId']>;

/** The register's result about the stored number; kinds without a register have none. */
const TAX_STATUS: Record<NonNullable<TaxId['status']>, MessageId | null> = {
  PENDING: 'billing.taxStatus.PENDING',
  VERIFIED: 'billing.taxStatus.VERIFIED',
  UNVERIFIED: 'billing.taxStatus.UNVERIFIED',
  UNAVAILABLE: 'billing.taxStatus.UNAVAILABLE',
  NOT_CHECKABLE: null,
};

function TaxIdCard({ values, set, problem, stored }: BillingFormState & { stored: TaxId | null }) {
  const { t } = useWords();
  // The result is about the stored number, not about one that is being typed.
  const result = stored?.status && stored.value === values.taxIdValue ? TAX_STATUS[stored.status] : null;
  // A type that this page does not know stays selectable.
  const known = !values.taxIdType || TAX_ID_TYPES.some(({ type }) => type === values.taxIdType);
  const types = known ? TAX_ID_TYPES : [{ type: values.taxIdType, name: values.taxIdType }, ...TAX_ID_TYPES];
  return (
    <Card title={t('billing.tax')}>
      <div className="form">
        <SelectField
          label={t('billing.taxType')}
          value={values.taxIdType || DEFAULT_TAX_ID_TYPE}
          onChange={set('taxIdType')}
          error={problem('taxId.type')}
        >
          {types.map(({ type, name }) => (
            <option key={type} value={type}>
              {name}
            </option>
          ))}
        </SelectField>
        <TextField
          label={t('billing.taxValue')}
          optional={t('field.optional')}
          hint={result ? t(result) : undefined}
          dir="ltr"
          value={values.taxIdValue}
          onChange={set('taxIdValue')}
          error={problem('taxId.value')}
          maxLength={40}
        />
      </div>
    </Card>
  );
}

function LanguageCard({ values, set, problem }: BillingFormState) {
  const { t } = useWords();
  // A locale such as de-AT is shown as its language, and stays until another language is chosen.
  const language = languageOf(values.locale);
  return (
    <Card title={t('billing.language')}>
      <SelectField
        label={t('billing.languageLabel')}
        hint={t('billing.languageHint')}
        value={language ?? ''}
        onChange={set('locale')}
        error={problem('locale')}
      >
        {language ? null : <option value="">{t('billing.languageNone')}</option>}
        {supportedLanguages.map((code: Language) => (
          <option key={code} value={code} lang={code}>
            {LANGUAGES[code].name}
          </option>
        ))}
      </SelectField>
    </Card>
  );
}

interface BillingFormProps {
  customerId: string;
  customer: BillingQuery['currentCustomer'];
}

export function BillingForm({ customerId, customer }: BillingFormProps) {
  const { t } = useWords();
  const state = useBillingForm(customerId, customer);
  return (
    <form ref={state.form} onSubmit={state.save} noValidate className="stack">
      <IdentityCard {...state} email={customer.email} />
      <AddressCard {...state} />
      <TaxIdCard {...state} stored={customer.taxId} />
      <LanguageCard {...state} />
      <FailureNotice failure={state.failure} safe />
      <UserErrorNotice refused={state.refused} />
      <div className="actions">
        <Button look="primary" type="submit" pending={state.pending}>
          {t('action.save')}
        </Button>
        {state.edited ? <p className="small">{t('billing.unsaved')}</p> : null}
      </div>
    </form>
  );
}
