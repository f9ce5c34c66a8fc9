/** Where the link of a mail leads. Opening it spends nothing: only the click does. */
import { useWords } from '../../i18n/words.tsx';
import { companyName } from '../../boot.ts';
import { Button } from '../../ui/Button.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Destination } from './destination.ts';
import { dropToken } from './token.ts';
import { useConsume } from './useConsume.ts';

interface OpenedLinkProps {
  token: string;
  /** The link opens nothing; where it was leading, if that is known. */
  useless(destination: Destination | null): void;
}

export function OpenedLink({ token, useless }: OpenedLinkProps) {
  const { t } = useWords();
  const { consume, pending, failure } = useConsume();

  async function enter() {
    const done = await consume({ token });
    if (done !== false) return;
    dropToken();
    useless(null);
  }

  return (
    <>
      <p className="lead">{t('link.leadUnknown', { company: companyName })}</p>
      <Trouble failure={failure} />
      <Button look="primary" wide pending={pending} onClick={() => void enter()}>
        {t('action.signIn')}
      </Button>
      <p className="small">{t('link.once')}</p>
    </>
  );
}
