/** "Check your mail": the link opens by itself; the code from the same mail can be typed here. */
import { Trans } from '@lingui/react';
import { type FormEvent, useState } from 'react';
import { RequestLinkDocument } from '../../../graphql/generated/graphql.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Email } from '../../../ui/components/Email.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { TextField } from '../../../ui/components/fields.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { boot } from '../../boot.ts';
import type { Destination } from '../../destination.ts';
import { useConsume } from './useConsume.ts';

interface CheckMailProps {
  email: string;
  minutes: number;
  destination: Destination;
  from: string | undefined;
  back(): void;
}

export function CheckMail({ email, minutes, destination, from, back }: CheckMailProps) {
  const { t } = useWords();
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState(false);
  const { consume, pending, failure } = useConsume();
  const again = useAction(RequestLinkDocument);

  async function enter(event: FormEvent) {
    event.preventDefault();
    const done = await consume({ companyId: boot.companyId, email, code: code.replace(/\s/g, '') }, from);
    if (done === false) setWrong(true);
  }

  async function sendAgain() {
    const answer = await again.run({ companyId: boot.companyId, email, ...destination });
    if (answer) announce(t('checkMail.sentAgain'));
  }

  return (
    <form onSubmit={enter} noValidate className="stack">
      <p className="lead">
        <Trans
          id="checkMail.lead"
          values={{ email: <Email address={email} />, minutes }}
          components={{ 0: <strong dir="ltr" /> }}
        />
      </p>
      <TextField
        className="code"
        label={t('checkMail.code')}
        hint={t('checkMail.codeHint')}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="characters"
        spellCheck={false}
        dir="ltr"
        maxLength={12}
        value={code}
        error={wrong ? t('checkMail.codeWrong') : undefined}
        onChange={(event) => {
          setCode(event.target.value.toUpperCase());
          setWrong(false);
        }}
      />
      <FailureNotice failure={failure ?? again.failure} safe />
      <Button look="primary" wide type="submit" pending={pending}>
        {t('action.signIn')}
      </Button>
      <p className="door-more">
        <Button look="quiet" size="small" pending={again.pending} onClick={() => void sendAgain()}>
          {t('checkMail.again')}
        </Button>
        <Button look="quiet" size="small" onClick={back}>
          {t('checkMail.otherAddress')}
        </Button>
      </p>
    </form>
  );
}
