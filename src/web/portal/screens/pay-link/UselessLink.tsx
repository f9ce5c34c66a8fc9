/** A link that is unknown, revoked or expired: the same words for all of them, and a new link to the address on file. */
import { useState } from 'react';
import { RenewPayLinkDocument } from '../../../graphql/generated/graphql.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';

export function UselessLink({ token }: { token: string }) {
  const { t } = useWords();
  const { run, pending, failure } = useAction(RenewPayLinkDocument);
  const [requested, setRequested] = useState(false);
  async function request() {
    // The response is the same for every link.
    if (await run({ token })) setRequested(true);
  }
  return (
    <Screen title={t('payLink.useless.title')}>
      <Card>
        <p>{t('payLink.useless.text')}</p>
        <FailureNotice failure={failure} />
        {requested ? (
          <Notice live tone="good" title={t('payLink.requested.title')}>
            <p>{t('payLink.requested.text')}</p>
          </Notice>
        ) : (
          <div className="card-actions">
            <Button look="primary" pending={pending} onClick={() => void request()}>
              {t('payLink.request')}
            </Button>
          </div>
        )}
      </Card>
    </Screen>
  );
}
