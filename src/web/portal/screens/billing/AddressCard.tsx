/** The billing address. */
import { useMemo } from 'react';
import { Card } from '../../../ui/components/Card.tsx';
import { SelectField, TextField } from '../../../ui/components/fields.tsx';
import { type MessageId, useWords } from '../../../ui/i18n/useWords.ts';
import { ADDRESS_FIELDS, type AddressField } from './billingValues.ts';
import { countries } from './countries.ts';
import type { BillingFormState } from './useBillingForm.ts';

interface FieldSpec {
  label: MessageId;
  autoComplete: string;
  maxLength?: number;
  optional?: boolean;
}

const SPECS: Record<AddressField, FieldSpec> = {
  line1: { label: 'billing.line1', autoComplete: 'billing address-line1', maxLength: 200 },
  line2: { label: 'billing.line2', autoComplete: 'billing address-line2', maxLength: 200, optional: true },
  postalCode: { label: 'billing.postalCode', autoComplete: 'billing postal-code', maxLength: 20 },
  city: { label: 'billing.city', autoComplete: 'billing address-level2', maxLength: 100 },
  state: { label: 'billing.state', autoComplete: 'billing address-level1', maxLength: 100, optional: true },
  country: { label: 'billing.country', autoComplete: 'billing country' },
};

function CountryField({ values, set, problem }: BillingFormState) {
  const { t, locale } = useWords();
  const options = useMemo(() => countries(locale), [locale]);
  return (
    <SelectField
      label={t(SPECS.country.label)}
      autoComplete={SPECS.country.autoComplete}
      value={values.country}
      onChange={set('country')}
      error={problem('country')}
    >
      <option value="">{t('billing.countryNone')}</option>
      {options.map(({ code, name }) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

export function AddressCard(state: BillingFormState) {
  const { t } = useWords();
  return (
    <Card title={t('billing.address')}>
      <div className="form">
        {ADDRESS_FIELDS.map((field) => {
          if (field === 'country') return <CountryField key={field} {...state} />;
          const { label, autoComplete, maxLength, optional } = SPECS[field];
          return (
            <TextField
              key={field}
              label={t(label)}
              optional={optional ? t('field.optional') : undefined}
              autoComplete={autoComplete}
              value={state.values[field]}
              onChange={state.set(field)}
              error={state.problem(field)}
              maxLength={maxLength}
            />
          );
        })}
      </div>
    </Card>
  );
}
