/** The devices on which the customer is signed in, and signing out on this one, another, or all. */
import { useRef } from 'react';
import { SecurityDocument, type SecurityQuery, SignOutDocument } from '../../../graphql/generated/graphql.ts';
import { refresh } from '../../../ui/api/queries.ts';
import { announce } from '../../../ui/components/Announcer.tsx';
import { Badge } from '../../../ui/components/Badge.tsx';
import { Button } from '../../../ui/components/Button.tsx';
import { Card } from '../../../ui/components/Card.tsx';
import { FailureNotice } from '../../../ui/components/FailureNotice.tsx';
import { Icon } from '../../../ui/components/Icon.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { useButtonNotice } from '../../../ui/hooks/useButtonNotice.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { useScreen } from '../../api/useScreen.ts';
import { useSignOut } from '../../frame/useSignOut.ts';
import { deviceName } from './device.ts';

type Session = SecurityQuery['currentCustomer']['portalSessions']['nodes'][number];

function SessionRow({ session, ended }: { session: Session; ended(): void }) {
  const { t, dateTime } = useWords();
  const { run, pending, failure } = useAction(SignOutDocument);
  const trouble = useButtonNotice(failure);
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
            {t('security.seen', { date: dateTime(session.lastSeenAt) })} ·{' '}
            {t('security.since', { date: dateTime(session.createdAt) })}
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
            // The focus was in the row that disappears.
            <SessionRow key={session.id} session={session} ended={() => list.current?.focus()} />
          ))}
        </ul>
      </Card>
      <Card title={t('security.signOutTitle')}>
        <p className="small">{t('security.signOutText')}</p>
        <FailureNotice failure={here.failure ?? everywhere.failure} />
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
