/** Mounts the payment provider's own fields. */
import { useLingui } from '@lingui/react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import {
  OpenFieldsDocument,
  type OpenFieldsMutation,
  type OpenPayLinkFieldsMutation,
  type PaymentMethodKind,
} from '../../../graphql/generated/graphql.ts';
import { asFailure, Failure } from '../../../ui/api/failure.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import type { UserError } from '../../../ui/api/userError.ts';
import { useWords, type Words } from '../../../ui/i18n/useWords.ts';
import { PartUnavailable, whyUnavailable } from '../../../ui/router/lazyPart.ts';
import { currentFrame } from '../../api/frame.ts';
import { adapterOf } from '../../providers/adapterOf.ts';
import type { FieldOptions, FieldWords, MountedFields } from '../../providers/provider.ts';

const fieldWords = ({ t }: Words): FieldWords => ({
  kind: t('fields.kind'),
  card: t('method.card'),
  sepa: t('method.sepa'),
  cardNumber: t('fields.cardNumber'),
  expiry: t('fields.expiry'),
  securityCode: t('fields.securityCode'),
  iban: t('fields.iban'),
  numberWrong: t('fields.numberWrong'),
  expiryWrong: t('fields.expiryWrong'),
  securityCodeWrong: t('fields.securityCodeWrong'),
  ibanWrong: t('fields.ibanWrong'),
  testCards: t('fields.testCards'),
  works: t('fields.works'),
  declined: t('fields.declined'),
  insufficientFunds: t('fields.insufficientFunds'),
  authentication: t('fields.authentication'),
  refused: t('fields.refused'),
  unavailable: t('fields.unavailable'),
});

function payer(): FieldOptions['payer'] {
  const { name = null, email = null } = currentFrame()?.frameCustomer ?? {};
  return { name, email };
}

export interface ProviderFields {
  /** The element in which the fields are mounted. */
  place: RefObject<HTMLDivElement | null>;
  /** Null until the fields can be used. */
  fields: MountedFields | null;
  /** The reason why the fields could not be mounted. */
  broken: Failure | null;
  /** The reason why the server refused to let a payment method be added. */
  unavailable: UserError | null;
  retry(): void;
}

type Opened = OpenFieldsMutation['createSetupIntent'] | OpenPayLinkFieldsMutation['createPaymentLinkSetupIntent'];

interface Opening {
  /** Has the server prepare the provider's form. */
  open(): Promise<Opened>;
  payer: FieldOptions['payer'];
}

/** The form of the signed-in customer. */
const signedIn = (): Opening => ({
  open: async () => (await send(OpenFieldsDocument, {})).data.createSetupIntent,
  payer: payer(),
});

export function useProviderFields(
  kinds: readonly PaymentMethodKind[],
  close: () => void,
  opening: Opening = signedIn(),
): ProviderFields {
  const words = useWords();
  const { i18n } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const [fields, setFields] = useState<MountedFields | null>(null);
  const [broken, setBroken] = useState<Failure | null>(null);
  const [unavailable, setUnavailable] = useState<UserError | null>(null);
  const [tries, setTries] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each try, so that the fields keep their content.
  useEffect(() => {
    let gone = false;
    let mounted: MountedFields | null = null;
    setBroken(null);
    setFields(null);
    async function mount() {
      const opened = await opening.open();
      if (!('clientSecret' in opened)) return setUnavailable(opened as UserError);
      const adapter = await adapterOf(opened.provider);
      if (!adapter) throw new Failure('outdated');
      if (gone || !place.current) return;
      mounted = await adapter.mount(place.current, {
        clientSecret: opened.clientSecret,
        publishableKey: opened.publishableKey,
        connectedAccount: opened.connectedAccount ?? null,
        kinds,
        payer: opening.payer,
        words: fieldWords(words),
        title: words.t('fields.title'),
        language: i18n.locale,
        direction: document.documentElement.dir,
        escape: close,
      });
      if (gone) mounted.remove();
      else setFields(mounted);
    }
    mount().catch(async (error: unknown) => {
      const why = error instanceof PartUnavailable ? await whyUnavailable() : asFailure(error);
      if (!gone) setBroken(why);
    });
    return () => {
      gone = true;
      mounted?.remove();
    };
  }, [tries]);

  return { place, fields, broken, unavailable, retry: () => setTries(tries + 1) };
}
