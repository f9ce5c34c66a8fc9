/** Exchanging a link or a code for a session, and going where it leads. */
import { ConsumeLinkDocument, type ConsumePortalLinkInput } from '../../../graphql/generated/graphql.ts';
import { queries } from '../../api/session.ts';
import { useAction } from '../../api/useAction.ts';
import { flowOf, pathOf } from '../../router/destination.ts';
import { currentPlace, navigate } from '../../router/place.ts';
import { dropToken } from './token.ts';

export function useConsume() {
  const action = useAction(ConsumeLinkDocument, { idempotent: true });
  /** Answers whether there is a session; null when nobody knows. */
  async function consume(input: ConsumePortalLinkInput, from?: string): Promise<boolean | null> {
    const answer = await action.run({ ...input, sessionTransport: 'COOKIE' });
    const result = answer?.consumePortalLink;
    if (!result) return null;
    if (result.__typename !== 'ConsumePortalLinkSuccess') return false;
    dropToken();
    queries.clear();
    // Who was in the middle of something goes on with it; otherwise the link says what it is for.
    const { flow } = currentPlace().state;
    navigate(from ?? pathOf(result), {
      replace: true,
      arriving: true,
      flow: from ? flow : { name: flowOf(result.destination), returnUrl: result.returnUrl ?? null },
    });
    return true;
  }
  return { ...action, consume };
}
