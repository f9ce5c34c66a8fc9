/** The field for a promotion code, behind a button: most customers have none. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { CouponPartsFragment } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { TextField } from '../../../ui/components/fields.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { couponWords } from '../billingWords.ts';

interface PromotionCodeProps {
  /** The code that the quote contains; null without one. */
  code: string | null;
  /** The coupon of the code; null until the quote has arrived. */
  coupon: CouponPartsFragment | null;
  /** Whether the last code could not be used. */
  refused: boolean;
  enter(code: string | null): void;
}

/** Whether the customer has just entered a code: the quote, and this field in it, is then a new one. */
let justEntered = false;

/** Moves the focus to what has become of the entered code, and not when another choice brings a new quote. */
function useFocusAfterEntering<Element extends HTMLElement>(settled: boolean) {
  const place = useRef<Element>(null);
  useEffect(() => {
    if (!justEntered || !settled) return;
    justEntered = false;
    const target = place.current?.querySelector('input') ?? place.current;
    target?.focus({ preventScroll: true });
  }, [settled]);
  return place;
}

function AppliedCode({ code, coupon, enter }: Pick<PromotionCodeProps, 'coupon' | 'enter'> & { code: string }) {
  const words = useWords();
  const { t } = words;
  const place = useFocusAfterEntering<HTMLParagraphElement>(coupon !== null);
  return (
    <div className="promotion-applied">
      <p role="status" tabIndex={-1} ref={place}>
        {coupon ? t('promotion.applied', { code: isolate(code), discount: couponWords(words, coupon) }) : isolate(code)}
      </p>
      <Button look="quiet" size="small" onClick={() => enter(null)}>
        {t('action.remove')}
        <span className="hidden">: {code}</span>
      </Button>
    </div>
  );
}

function CodeForm({ code, refused, enter, asked }: Omit<PromotionCodeProps, 'coupon'> & { asked: boolean }) {
  const { t } = useWords();
  const [text, setText] = useState(code ?? '');
  const [missing, setMissing] = useState(false);
  const place = useFocusAfterEntering<HTMLFormElement>(refused);
  function submit(event: FormEvent) {
    event.preventDefault();
    const entered = text.trim();
    setMissing(entered === '');
    if (!entered) return;
    justEntered = true;
    enter(entered);
  }
  const wrong = refused && text.trim() === code;
  return (
    <form className="promotion" ref={place} onSubmit={submit} noValidate>
      <TextField
        label={t('promotion.code')}
        error={missing ? t('promotion.missing') : wrong ? t('promotion.wrong') : undefined}
        value={text}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        maxLength={100}
        autoFocus={asked}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit">{t('promotion.apply')}</Button>
    </form>
  );
}

export function PromotionCode({ code, coupon, refused, enter }: PromotionCodeProps) {
  const { t } = useWords();
  const [asked, setAsked] = useState(false);
  if (code !== null && !refused) return <AppliedCode code={code} coupon={coupon} enter={enter} />;
  if (asked || refused) return <CodeForm {...{ code, refused, enter, asked }} />;
  return (
    <p>
      <Button look="quiet" size="small" onClick={() => setAsked(true)}>
        {t('promotion.add')}
      </Button>
    </p>
  );
}
