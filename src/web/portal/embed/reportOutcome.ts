/** Reports a mutation that has succeeded to the merchant's page. */
import { ACTIONS, type Action, type Outcome } from '../../embed/frameMessages.ts';
import { tellParent } from './parentPage.ts';

const isAction = (name: string): name is Action => ACTIONS.some((action) => action === name);
type Named = { id?: string } | null | undefined;

/** Reports the actions that have succeeded, with the ids that their results contain. */
export function reportOutcome(data: object): void {
  for (const [action, result] of Object.entries(data as Record<string, Record<string, unknown> | null>)) {
    if (!isAction(action) || !String(result?.__typename).endsWith('Success')) continue;
    const idOf = (name: string) => (result?.[name] as Named)?.id;
    const ids = {
      subscriptionId: idOf('subscription'),
      invoiceId: idOf('invoice'),
      paymentMethodId: idOf('paymentMethod'),
    };
    const known = Object.fromEntries(Object.entries(ids).filter(([, id]) => id !== undefined));
    tellParent({ type: 'action', outcome: { ...known, action } satisfies Outcome });
  }
}
