/** Where one is signed in, and signing out: here, there or everywhere. */
import { useRef } from 'react';
import { SecurityDocument, type SecurityQuery, SignOutDocument } from '../../../graphql/generated/graphql.ts';
import { useAction } from '../../api/useAction.ts';
import { refresh, useScreen } from '../../api/useScreen.ts';
import { useSignOut } from '../../frame/useSignOut.ts';
import { useWords } from '../../i18n/words.tsx';
import { announce } from '../../ui/announce.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { Badge, Card } from '../../ui/surfaces.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { useButtonTrouble } from '../../ui/useButtonTrouble.tsx';
import { deviceName } from './device.ts';

type Session = SecurityQuery['currentCustomer']['portalSessions']['nodes'][number];

function SessionRow({ session, ended }: { session: Session; ended(): void }) {
  const { t, moment } = useWords();
  const { run, pending, failure } = useAction(SignOutDocument);
  const trouble = useButtonTrouble(failure);
  const device = deviceName(session.userAgent);
  const name = device ? t('security.device', device) : t('security.unknownDevice');

  async function end() {
    const result = (await run({ sessionId: session.id }))?.signOutPortal;
    if (!result) return;
    if (result.__typename !== 'SignOutPortalSuccess') trouble.refuse(result);
    else {
      announce(t('security.ended', { device: name }));
      ended();
    }
    await refresh();
  }
  return (
    <li className="method">
      <div className="row method-row">
        <Icon name="device" />
        <span className="row-main">
          <span className="row-title">{name}</span>
          <span className="row-note">
            {t('security.seen', { date: moment(session.lastSeenAt) })} ·{' '}
            {t('security.since', { date: moment(session.createdAt) })}
          </span>
          {session.isCurrent ? (
            <span className="badges">
              <Badge tone="good">{t('security.current')}</Badge>
            </span>
          ) : null}
        </span>
        {session.isCurrent ? null : (
          <span className="row-actions">
            <Button look="quiet" size="small" pending={pending} onClick={() => void end()}>
              {t('action.signOut')}
              <span className="hidden">: {name}</span>
            </Button>
          </span>
        )}
      </div>
      {trouble.shown ? <div className="method-trouble">{trouble.shown}</div> : null}
    </li>
  );
}

export default function Security() {
  const { t } = useWords();
  const { data, loading, failure, retry } = useScreen(SecurityDocument, {});
  const here = useSignOut();
  const everywhere = useSignOut();
  const list = useRef<HTMLUListElement>(null);
  const sessions = data?.currentCustomer.portalSessions.nodes ?? [];
  return (
    <Screen title={t('nav.security')} lead={t('security.lead')} {...{ loading, failure, retry }}>
      <Card title={t('security.sessions')}>
        <ul ref={list} className="rows" tabIndex={-1} aria-label={t('security.sessions')}>
          {sessions.map((session) => (
            // The focus was in the row that goes.
            <SessionRow key={session.id} session={session} ended={() => list.current?.focus()} />
          ))}
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
