/** The first step: whose mail the link goes to. */
import { type FormEvent, useState } from 'react';
import { RequestLinkDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { boot } from '../../boot.ts';
import { useWords } from '../../i18n/words.tsx';
import type { Destination } from '../../router/destination.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/surfaces.tsx';
import { Trouble } from '../../ui/Trouble.tsx';

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
      <Trouble failure={failure} />
      <Button look="primary" wide type="submit" pending={pending}>
        {t('signIn.send')}
      </Button>
    </form>
  );
}
