/** Where one is signed in, and signing out. */
import { SecurityDocument } from '../../../graphql/generated/graphql.ts';
import { useScreen } from '../../api/useScreen.ts';
import { useSignOut } from '../../frame/useSignOut.ts';
import { useWords } from '../../i18n/words.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Badge, Card } from '../../ui/surfaces.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { deviceName } from './device.ts';

export default function Security() {
  const { t, moment } = useWords();
  const { data, loading, failure, retry } = useScreen(SecurityDocument, {});
  const here = useSignOut();
  const everywhere = useSignOut();
  const sessions = data?.currentCustomer.portalSessions.nodes ?? [];
  return (
    <Screen title={t('nav.security')} lead={t('security.lead')} {...{ loading, failure, retry }}>
      <Card title={t('security.sessions')}>
        <ul className="rows">
          {sessions.map((session) => {
            const device = deviceName(session.userAgent);
            return (
              <li key={session.id} className="row">
                <Icon name="device" />
                <span className="row-main">
                  <span className="row-title">
                    {device ? t('security.device', device) : t('security.unknownDevice')}
                  </span>
                  <span className="row-note">
                    {t('security.seen', { date: moment(session.lastSeenAt) })} ·{' '}
                    {t('security.since', { date: moment(session.createdAt) })}
                  </span>
                </span>
                {session.isCurrent ? <Badge tone="good">{t('security.current')}</Badge> : null}
              </li>
            );
          })}
        </ul>
      </Card>
      <Card title={t('security.signOutTitle')}>
        <p className="small">{t('security.signOutText')}</p>
        <Trouble failure={here.failure ?? everywhere.failure} />
        <div className="card-actions">
          <Button pending={here.pending} onClick={() => void here.signOut(false)}>
            {t('security.signOutHere')}
          </Button>
          <Button look="danger" pending={everywhere.pending} onClick={() => void everywhere.signOut(true)}>
            {t('security.signOutEverywhere')}
          </Button>
        </div>
      </Card>
    </Screen>
  );
}
