/** The state of the billing form. Edits that could not be saved because the session was over survive signing in again. */
import { type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type BillingQuery, UpdateBillingDocument } from '../../../graphql/generated/graphql.ts';
import type { Failure } from '../../../ui/api/failure.ts';
import { refresh } from '../../../ui/api/queries.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { flowDone } from '../../frame/flow.tsx';
import { type BillingValues, billingInput, billingValues, wrongFields } from './billingValues.ts';
import { countryName } from './countries.ts';

/** Without the fields that are as they were saved. */
function editsAfter(customer: BillingQuery['currentCustomer'], edits: Partial<BillingValues>): Partial<BillingValues> {
  const saved = billingValues(customer);
  return Object.fromEntries(
    Object.entries(edits).filter(([field, value]) => value !== saved[field as keyof BillingValues]),
  );
}

/** The edits of a save that has no result yet, and whose they are. */
let unsaved: { customerId: string; edits: Partial<BillingValues> } | null = null;

export interface BillingFormState {
  form: RefObject<HTMLFormElement | null>;
  values: BillingValues;
  /** The handler that stores a field's value. */
  set(field: keyof BillingValues): (event: { target: { value: string } }) => void;
  /** The message at a field that the server refused. */
  problem(field: string): string | undefined;
  /** Whether fields differ from what is saved. */
  edited: boolean;
  save(event: FormEvent): Promise<void>;
  pending: boolean;
  failure: Failure | null;
  refused: UserError | null;
}

/** The sentence at a field that the server refused. */
function problemAt(
  field: string,
  { name, country }: BillingValues,
  { t, locale }: ReturnType<typeof useWords>,
): string {
  if (field === 'name' && name.trim() === '') return t('billing.nameMissing');
  if (field === 'postalCode' && country !== '')
    return t('billing.postalCodeWrong', { country: countryName(country, locale) });
  return t(field === 'taxId.value' ? 'billing.taxIdWrong' : 'field.wrong');
}

export function useBillingForm(customerId: string, customer: BillingQuery['currentCustomer']): BillingFormState {
  const words = useWords();
  const { t } = words;
  // Fields that were not edited follow the server.
  const [edits, setEdits] = useState<Partial<BillingValues>>(() =>
    unsaved?.customerId === customerId ? unsaved.edits : {},
  );
  const edited = Object.keys(edits).length > 0;
  useEffect(() => {
    unsaved = null;
    return () => {
      if (latest.current) unsaved = { customerId, edits: latest.current };
    };
  }, [customerId]);
  // Edits wait for the customer's return to this screen; closing the window would lose them.
  const latest = useRef<Partial<BillingValues> | null>(null);
  latest.current = edited ? edits : null;
  useEffect(() => {
    if (!edited) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [edited]);
  const values: BillingValues = { ...billingValues(customer), ...edits };
  const [refused, setRefused] = useState<UserError | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { run, pending, failure } = useAction(UpdateBillingDocument);
  const wrong = wrongFields(refused);

  // After the fields are marked as invalid, the first of them gets the focus.
  useEffect(() => {
    if (refused) form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus();
  }, [refused]);

  async function save(event: FormEvent) {
    event.preventDefault();
    setRefused(null);
    unsaved = { customerId, edits };
    const result = (await run(billingInput(values)))?.updateBillingInformation;
    // Without a result the form stays as it is; if the session is over, `unsaved` waits for the next one.
    if (!result) return;
    unsaved = null;
    if (result.__typename !== 'UpdateBillingInformationSuccess') return setRefused(result as UserError);
    announce(t('billing.saved'));
    await refresh();
    // Edits that were made meanwhile are not saved yet.
    setEdits((now) =>
      Object.fromEntries(Object.entries(now).filter(([field, value]) => value !== edits[field as keyof BillingValues])),
    );
    flowDone('billing_information');
  }

  return {
    form,
    values,
    set: (field) => (event) => setEdits(editsAfter(customer, { ...edits, [field]: event.target.value })),
    edited,
    problem: (field) => (wrong.has(field) ? problemAt(field, values, words) : undefined),
    save,
    pending,
    failure,
    refused,
  };
}
