/** The first step of signing in: the e-mail address to which the link is sent. */
import { type FormEvent, useState } from 'react';
import { RequestLinkDocument } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { TextField } from '../../../ui/components/fields.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { boot } from '../../boot.ts';
import type { Destination } from '../../destination.ts';

interface AskForLinkProps {
  email: string;
  linkUsed: boolean;
  destination: Destination;
  sent(email: string, minutes: number): void;
}

export function AskForLink({ email: known, linkUsed, destination, sent }: AskForLinkProps) {
  const { t } = useWords();
  const [email, setEmail] = useState(known);
  const [wrong, setWrong] = useState(false);
  const { run, pending, failure } = useAction(RequestLinkDocument);

  async function ask(event?: FormEvent) {
    event?.preventDefault();
    const answer = await run({ companyId: boot.companyId, email: email.trim(), ...destination });
    const result = answer?.requestPortalLink;
    if (!result) return;
    if (result.__typename === 'RequestPortalLinkSuccess') sent(email.trim(), result.expiresInMinutes);
    else setWrong(true);
  }

  return (
    <form onSubmit={ask} noValidate className="stack">
      {linkUsed ? (
        <Notice live tone="warning" title={t('link.useless.title')}>
          <p>{t('link.useless.text')}</p>
        </Notice>
      ) : (
        <p className="lead">{t('signIn.lead')}</p>
      )}
      <TextField
        label={t('signIn.email')}
        type="email"
        name="email"
        autoComplete="email"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        required
        value={email}
        error={wrong ? t('signIn.emailWrong') : undefined}
        onChange={(event) => {
          setEmail(event.target.value);
          setWrong(false);
        }}
      />
      <FailureNotice failure={failure} />
      <Button look="primary" wide type="submit" pending={pending}>
        {t('signIn.send')}
      </Button>
    </form>
  );
}
