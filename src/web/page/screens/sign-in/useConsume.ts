/** Exchanging a link or a code for a session, and going where it leads. */
import { ConsumeLinkDocument, type ConsumePortalLinkInput } from '../../../graphql/generated/graphql.ts';
import { queries } from '../../api/session.ts';
import { useAction } from '../../api/useAction.ts';
import { navigate } from '../../router/place.ts';
import { FLOWS, pathOf } from './destination.ts';
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
    const name = FLOWS[result.destination];
    navigate(from ?? pathOf(result), {
      replace: true,
      arriving: true,
      flow: name ? { name, returnUrl: result.returnUrl ?? null } : undefined,
    });
    return true;
  }
  return { ...action, consume };
}
