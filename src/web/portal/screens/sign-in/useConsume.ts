/** Exchanges a link or a code for a session, and opens its destination. */
import { ConsumeLinkDocument, type ConsumePortalLinkInput } from '../../../graphql/generated/graphql.ts';
import { queries } from '../../../ui/api/queries.ts';
import { useAction } from '../../../ui/hooks/useAction.ts';
import { flowOf, pathOf } from '../../destination.ts';
import { currentPlace, navigate } from '../../portalPlace.ts';
import { dropToken } from './token.ts';

export function useConsume() {
  const action = useAction(ConsumeLinkDocument, { idempotent: 'attemptSecret' });
  /** Resolves to whether there is a session now; null if that is unknown. */
  async function consume(input: ConsumePortalLinkInput, from?: string): Promise<boolean | null> {
    const answer = await action.run({ ...input, sessionTransport: 'COOKIE' });
    const result = answer?.consumePortalLink;
    if (!result) return null;
    if (result.__typename !== 'ConsumePortalLinkSuccess') return false;
    dropToken();
    queries.clear();
    // A customer whose session had ended continues there; otherwise the link decides.
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
