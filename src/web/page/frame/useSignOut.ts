/** Ending the session of this browser, or all of them. */
import { SignOutDocument } from '../../graphql/generated/graphql.ts';
import { sessionEnded } from '../api/session.ts';
import { useAction } from '../api/useAction.ts';

export function useSignOut() {
  const action = useAction(SignOutDocument);
  async function signOut(allSessions: boolean): Promise<void> {
    const answer = await action.run({ allSessions });
    if (answer) sessionEnded(allSessions ? 'signedOutEverywhere' : 'signedOut');
  }
  return { ...action, signOut };
}
