/** Ending the session of this browser, or all of them. */
import { SignOutDocument } from '../../graphql/generated/graphql.ts';
import { useAction } from '../../ui/hooks/useAction.ts';
import { sessionEnded } from '../api/session.ts';

export function useSignOut() {
  const action = useAction(SignOutDocument);
  async function signOut(allSessions: boolean): Promise<void> {
    const answer = await action.run({ allSessions });
    if (answer) sessionEnded(allSessions ? 'signedOutEverywhere' : 'signedOut');
  }
  return { ...action, signOut };
}
