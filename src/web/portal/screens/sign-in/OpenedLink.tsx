/** The screen of a link from a mail. Opening it does not use the link: only the click does. */
import { Trans } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { LinkPreviewDocument } from '../../../graphql/generated/graphql.ts';
import type { Failure } from '../../../ui/api/failure.ts';
import { send } from '../../../ui/api/graphqlClient.ts';
import { Button } from '../../../ui/components/Button.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Skeleton } from '../../../ui/components/Skeleton.tsx';
import { isolate } from '../../../ui/i18n/isolate.ts';
import { useWords } from '../../../ui/i18n/useWords.ts';
import type { Destination } from '../../destination.ts';
import { dropToken, linkedDestination } from './token.ts';
import { useConsume } from './useConsume.ts';

interface OpenedLinkProps {
  token: string;
  /** Called if the link is invalid, with its destination if that is known. */
  useless(destination: Destination | null): void;
}

export function OpenedLink({ token, useless }: OpenedLinkProps) {
  const { t } = useWords();
  const { consume, pending, failure } = useConsume();
  const preview = useQuery({
    queryKey: ['link', token],
    queryFn: async () => (await send(LinkPreviewDocument, { token })).data.portalLinkPreview ?? null,
  });
  const link = preview.data;
  const gone = link === null && !pending;

  function giveUp() {
    dropToken();
    useless(linkedDestination() ?? (link ? { destination: link.destination } : null));
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the answer is there.
  useEffect(() => {
    if (gone) giveUp();
  }, [gone]);

  async function enter() {
    if ((await consume({ token })) === false) giveUp();
  }

  if (preview.error) return <FailureNotice failure={preview.error as Failure} retry={() => void preview.refetch()} />;
  if (!link) return <Skeleton lines={2} />;
  return (
    <>
      <p className="lead">
        <Trans
          id="link.lead"
          // As elements: a text would be searched for the sentence's own tags.
          values={{ email: <>{link.emailHint}</>, company: <>{isolate(link.companyName)}</> }}
          components={{ 0: <strong dir="ltr" />, 1: <strong /> }}
        />
      </p>
      <FailureNotice failure={failure} safe />
      <Button look="primary" wide pending={pending} onClick={() => void enter()}>
        {t('action.signIn')}
      </Button>
      <p className="small">{t('link.once')}</p>
    </>
  );
}
