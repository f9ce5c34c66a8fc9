/** The sign-in screen: requesting a link, entering the code from the mail, and using a link that was opened. */
import { useEffect, useState } from 'react';
import { Notice } from '../../../ui/components/Notice.tsx';
import { Screen } from '../../../ui/components/Screen.tsx';
import { useWords } from '../../../ui/i18n/useWords.ts';
import { companyName } from '../../boot.ts';
import { type Destination, destinationOf } from '../../destination.ts';
import { usePlace } from '../../portalPlace.ts';
import { AskForLink } from './AskForLink.tsx';
import { CheckMail } from './CheckMail.tsx';
import { OpenedLink } from './OpenedLink.tsx';
import { takeToken } from './token.ts';

type Step =
  | { name: 'ask'; email: string; note?: 'linkUsed' }
  | { name: 'mail'; email: string; minutes: number }
  | { name: 'link'; token: string };

export default function SignIn() {
  const { t } = useWords();
  const { state } = usePlace();
  const [step, setStep] = useState<Step>(() => {
    const token = takeToken();
    return token ? { name: 'link', token } : { name: 'ask', email: '' };
  });
  const [first] = useState(step);
  // Another link that is opened in the same window changes the address only.
  useEffect(() => {
    const look = () => {
      const token = takeToken();
      if (token) setStep({ name: 'link', token });
    };
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  // The destination after sign-in: the screen that was left, or that of a link that could not be used.
  const [destination, setDestination] = useState<Destination>(() => destinationOf(state.from, state.flow?.name));
  const titles = {
    ask: t('signIn.title', { company: companyName }),
    mail: t('checkMail.title'),
    link: t('link.title', { company: companyName }),
  };
  return (
    <div className="door-card">
      <Screen title={titles[step.name]} instead={step !== first} key={step.name === 'link' ? step.token : step.name}>
        {state.reason && step.name === 'ask' ? (
          <Notice
            live
            tone={state.reason === 'expired' ? 'warning' : 'good'}
            title={t(
              state.reason === 'expired'
                ? 'signIn.expired'
                : state.reason === 'signedOut'
                  ? 'signIn.signedOut'
                  : 'signIn.signedOutEverywhere',
            )}
          />
        ) : null}
        {step.name === 'ask' ? (
          <AskForLink
            email={step.email}
            linkUsed={step.note === 'linkUsed'}
            destination={destination}
            sent={(email, minutes) => setStep({ name: 'mail', email, minutes })}
          />
        ) : null}
        {step.name === 'mail' ? (
          <CheckMail
            email={step.email}
            minutes={step.minutes}
            destination={destination}
            from={state.from}
            back={() => setStep({ name: 'ask', email: step.email })}
          />
        ) : null}
        {step.name === 'link' ? (
          <OpenedLink
            token={step.token}
            useless={(kept) => {
              if (kept) setDestination(kept);
              setStep({ name: 'ask', email: '', note: 'linkUsed' });
            }}
          />
        ) : null}
      </Screen>
    </div>
  );
}
