/** Adding a payment method through the provider's own fields. */
import { useLingui } from '@lingui/react';
import { useEffect, useRef, useState } from 'react';
import {
  AddMethodDocument,
  OpenFieldsDocument,
  type PaymentMethodKind,
  type PaymentMethodPartsFragment,
} from '../../../graphql/generated/graphql.ts';
import { send } from '../../api/client.ts';
import { Failure, toFailure } from '../../api/failure.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh } from '../../api/useScreen.ts';
import { flowDone } from '../../frame/flow.tsx';
import { useWords, type Words } from '../../i18n/words.tsx';
import { adapterOf, type FieldWords, type MountedFields } from '../../providers/provider.ts';
import { PartMissing, whyMissing } from '../../router/part.ts';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Refusal, type Refused, Trouble } from '../../ui/Trouble.tsx';
import { methodName } from '../billingWords.ts';

interface AddMethodProps {
  kinds: readonly PaymentMethodKind[];
  /** The first one is the default by itself. */
  first: boolean;
  close(): void;
  added?(method: PaymentMethodPartsFragment): void;
}

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

export default function AddMethod({ kinds, first, close, added }: AddMethodProps) {
  const words = useWords();
  const { t } = words;
  const { i18n } = useLingui();
  const place = useRef<HTMLDivElement>(null);
  const [fields, setFields] = useState<MountedFields | null>(null);
  const [broken, setBroken] = useState<Failure | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const [makeDefault, setMakeDefault] = useState(true);
  const [tries, setTries] = useState(0);
  const { run, pending, failure } = useAction(AddMethodDocument, { idempotent: true });

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each try; the fields keep what is typed in them.
  useEffect(() => {
    let gone = false;
    let mounted: MountedFields | null = null;
    setBroken(null);
    async function mount() {
      const opened = (await send(OpenFieldsDocument, {})).data.createSetupIntent;
      if (opened.__typename !== 'CreateSetupIntentSuccess') return setRefused(opened as Refused);
      const adapter = await adapterOf(opened.provider);
      if (!adapter) throw new Failure('outdated');
      if (gone || !place.current) return;
      mounted = await adapter.mount(place.current, {
        clientSecret: opened.clientSecret,
        publishableKey: opened.publishableKey,
        kinds,
        words: fieldWords(words),
        title: t('fields.title'),
        language: i18n.locale,
        direction: document.documentElement.dir,
        escape: close,
      });
      if (gone) mounted.remove();
      else setFields(mounted);
    }
    mount().catch(async (error: unknown) => {
      const why = error instanceof PartMissing ? await whyMissing() : toFailure(error);
      if (!gone) setBroken(why);
    });
    return () => {
      gone = true;
      mounted?.remove();
    };
  }, [tries]);

  async function add() {
    setRefused(null);
    const token = await fields?.submit();
    if (!token) return;
    const result = (await run({ token, makeDefault: first || makeDefault }))?.addPaymentMethod;
    if (!result) return;
    if (result.__typename !== 'AddPaymentMethodSuccess') return setRefused(result as Refused);
    close();
    added?.(result.paymentMethod);
    announce(t('methods.added', { method: methodName(words, result.paymentMethod) }));
    await refresh();
    flowDone('payment_methods');
  }

  return (
    <Dialog
      title={t('methods.add')}
      close={close}
      actions={
        <>
          <Button onClick={close}>{t('action.cancel')}</Button>
          <Button look="primary" pending={pending} aria-disabled={!fields || undefined} onClick={() => void add()}>
            {t('methods.save')}
          </Button>
        </>
      }
    >
      <Trouble failure={broken} retry={() => setTries(tries + 1)} />
      {fields || broken || refused ? null : (
        <p className="small" role="status">
          {t('loading')}
        </p>
      )}
      <div ref={place} className="provider-place" />
      {first ? null : (
        <label className="check">
          <input type="checkbox" checked={makeDefault} onChange={(event) => setMakeDefault(event.target.checked)} />
          <span>{t('methods.useFromNow')}</span>
        </label>
      )}
      <p className="small">{t('methods.safe')}</p>
      <Trouble failure={failure} safe />
      <Refusal refused={refused} />
    </Dialog>
  );
}
