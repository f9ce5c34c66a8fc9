/** Shown at paths that the page does not have. */
import { Failure } from '../../ui/api/failure.ts';
import { buttonClass } from '../../ui/components/Button.tsx';
import { Empty } from '../../ui/components/Empty.tsx';
import { Screen } from '../../ui/components/Screen.tsx';
import { useWords } from '../../ui/i18n/useWords.ts';
import { Link } from '../../ui/router/Link.tsx';

export function NotFound() {
  const { t } = useWords();
  return (
    <Screen title={t('notFound.title')}>
      <div className="card">
        <Empty icon="info" title={t('notFound.text')}>
          <Link to="/" className={buttonClass('primary')}>
            {t('action.toOverview')}
          </Link>
        </Empty>
      </div>
    </Screen>
  );
}

const DISABLED = new Failure('disabled');

/** A section that the company's configuration switches off. */
export const SwitchedOff = ({ title }: { title: string }) => <Screen title={title} failure={DISABLED} />;

export function UnknownCompany() {
  const { t } = useWords();
  return (
    <Screen title={t('unknownCompany.title')}>
      <p className="lead">{t('unknownCompany.text')}</p>
    </Screen>
  );
}
