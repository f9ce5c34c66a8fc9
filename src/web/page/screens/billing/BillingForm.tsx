/**
 * The form of the billing information. It sends what it shows, and shows at each field what the server says of it. What
 * was typed and not saved is kept while its writer signs in anew.
 */
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { type BillingQuery, UpdateBillingDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { flowDone } from '../../frame/flow.tsx';
import { LANGUAGES, type Language, languageOf } from '../../i18n/languages.ts';
import { spoken } from '../../i18n/speak.ts';
import { type MessageId, useWords } from '../../i18n/words.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { SelectField, TextField } from '../../ui/fields.tsx';
import { Card } from '../../ui/surfaces.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { countries } from './countries.ts';
import { TAX_ID_TYPES } from './taxIds.ts';

const ADDRESS = ['line1', 'line2', 'postalCode', 'city', 'state', 'country'] as const;
type AddressField = (typeof ADDRESS)[number];
type Values = Record<AddressField | 'name' | 'phone' | 'taxIdType' | 'taxIdValue' | 'locale', string>;

const ADDRESS_WORDS: Record<AddressField, { label: MessageId; autoComplete: string }> = {
  line1: { label: 'billing.line1', autoComplete: 'billing address-line1' },
  line2: { label: 'billing.line2', autoComplete: 'billing address-line2' },
  postalCode: { label: 'billing.postalCode', autoComplete: 'billing postal-code' },
  city: { label: 'billing.city', autoComplete: 'billing address-level2' },
  state: { label: 'billing.state', autoComplete: 'billing address-level1' },
  country: { label: 'billing.country', autoComplete: 'billing country' },
};

const LONGEST: Partial<Record<AddressField, number>> = {
  line1: 200,
  line2: 200,
  postalCode: 20,
  city: 100,
  state: 100,
};

function valuesOf({ name, phone, locale, address, taxId }: BillingQuery['currentCustomer']): Values {
  const lines = Object.fromEntries(ADDRESS.map((field) => [field, address[field] ?? ''])) as Record<
    AddressField,
    string
  >;
  return {
    ...lines,
    name: name ?? '',
    phone: phone ?? '',
    locale: locale ?? '',
    taxIdType: taxId?.type ?? '',
    taxIdValue: taxId?.value ?? '',
  };
}

/** Where the server's path leads in the form: the last name that the form knows. */
function wrongFields(refused: Refused | null): Set<string> {
  const paths = refused?.issues?.map(({ path }) => path) ?? (refused ? [refused.path] : []);
  return new Set(paths.map((path) => (path.includes('taxId') ? `taxId.${path.at(-1)}` : (path.at(-1) ?? ''))));
}

/** What was to be saved when the session turned out to be over, and whose it is. */
let unsaved: { customerId: string; edits: Partial<Values> } | null = null;

interface BillingFormProps {
  customerId: string;
  customer: BillingQuery['currentCustomer'];
}

export function BillingForm({ customerId, customer }: BillingFormProps) {
  const { t, locale } = useWords();
  // What was not touched is what the server says, also when it says something new.
  const [edits, setEdits] = useState<Partial<Values>>(() => (unsaved?.customerId === customerId ? unsaved.edits : {}));
  useEffect(() => {
    unsaved = null;
  }, []);
  const values: Values = { ...valuesOf(customer), ...edits };
  const [refused, setRefused] = useState<Refused | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, failure } = useAction(UpdateBillingDocument);
  const named = useMemo(() => countries(locale), [locale]);
  const wrong = wrongFields(refused);
  const set = (field: keyof Values) => (event: { target: { value: string } }) =>
    setEdits({ ...edits, [field]: event.target.value });
  const clean = (field: keyof Values) => values[field].trim() || null;
  const problem = (field: string) => (wrong.has(field) ? t('field.wrong') : undefined);
  /** A locale such as de-AT stands for its language; it stays what it is unless another is chosen. */
  const ownLanguage = languageOf(values.locale);

  // When the fields say that they are wrong, however long that takes.
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [refused]);

  async function save(event: FormEvent) {
    event.preventDefault();
    setRefused(null);
    const value = clean('taxIdValue');
    unsaved = { customerId, edits };
    const result = (
      await run({
        name: clean('name'),
        phone: clean('phone'),
        ...(values.locale ? { locale: values.locale } : {}),
        address: Object.fromEntries(ADDRESS.map((field) => [field, clean(field)])),
        taxId: value ? { type: values.taxIdType || 'eu_vat', value } : null,
      })
    )?.updateBillingInformation;
    // Without an answer the form stays as it is, unless the session is over.
    if (!result) return;
    unsaved = null;
    if (result.__typename === 'UpdateBillingInformationSuccess') {
      announce(t('billing.saved'));
      await refresh();
      // What was typed meanwhile is not saved yet.
      setEdits((now) =>
        Object.fromEntries(Object.entries(now).filter(([field, value]) => value !== edits[field as keyof Values])),
      );
      flowDone('billing_information');
      return;
    }
    setRefused(result as Refused);
  }

  return (
    <form ref={form} onSubmit={save} noValidate className="stack">
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
          <TextField
            label={t('billing.email')}
            hint={t('billing.emailHint')}
            value={customer.email}
            readOnly
            dir="ltr"
          />
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
        </div>
      </Card>
      <Card title={t('billing.address')}>
        <div className="form">
          {ADDRESS.map((field) => {
            const { label, autoComplete } = ADDRESS_WORDS[field];
            if (field === 'country')
              return (
                <SelectField
                  key={field}
                  label={t(label)}
                  autoComplete={autoComplete}
                  value={values.country}
                  onChange={set('country')}
                  error={problem('country')}
                >
                  <option value="">{t('billing.countryNone')}</option>
                  {named.map(({ code, name }) => (
                    <option key={code} value={code}>
                      {name}
                    </option>
                  ))}
                </SelectField>
              );
            return (
              <TextField
                key={field}
                label={t(label)}
                optional={field === 'line2' || field === 'state' ? t('field.optional') : undefined}
                autoComplete={autoComplete}
                value={values[field]}
                onChange={set(field)}
                error={problem(field)}
                maxLength={LONGEST[field]}
              />
            );
          })}
        </div>
      </Card>
      <Card title={t('billing.tax')}>
        <div className="form">
          <SelectField
            label={t('billing.taxType')}
            value={values.taxIdType || 'eu_vat'}
            onChange={set('taxIdType')}
            error={problem('taxId.type')}
          >
            {[
              ...(values.taxIdType && !TAX_ID_TYPES.some(({ type }) => type === values.taxIdType)
                ? [{ type: values.taxIdType, name: values.taxIdType }]
                : []),
              ...TAX_ID_TYPES,
            ].map(({ type, name }) => (
              <option key={type} value={type}>
                {name}
              </option>
            ))}
          </SelectField>
          <TextField
            label={t('billing.taxValue')}
            optional={t('field.optional')}
            dir="ltr"
            value={values.taxIdValue}
            onChange={set('taxIdValue')}
            error={problem('taxId.value')}
            maxLength={40}
          />
        </div>
      </Card>
      <Card title={t('billing.language')}>
        <SelectField
          label={t('billing.languageLabel')}
          hint={t('billing.languageHint')}
          value={ownLanguage ?? ''}
          onChange={set('locale')}
          error={problem('locale')}
        >
          {ownLanguage ? null : <option value="">{t('billing.languageNone')}</option>}
          {spoken.map((language: Language) => (
            <option key={language} value={language} lang={language}>
              {LANGUAGES[language].name}
            </option>
          ))}
        </SelectField>
      </Card>
      <Trouble failure={failure} safe />
      <Refusal refused={refused} />
      <div className="actions">
        <Button look="primary" type="submit" pending={pending}>
          {t('action.save')}
        </Button>
      </div>
    </form>
  );
}
