/** The place in the portal that a link opens, and the record shown there. */
import { z } from 'zod';
import type { PortalDestination } from '../../db/generated/client/enums.ts';
import { type IdKind, kindOfId } from '../../kernel/ids.ts';

/** Returned unchanged when the link is used. The restricted alphabet makes it safe to display anywhere. */
export const destinationContext = z
  .string()
  .regex(/^[A-Za-z0-9_.:-]{1,200}$/, 'Must have 1 to 200 letters, digits or _ . : -')
  .nullish();

/** The kind of record that the context of a destination names. For other destinations the context is free. */
const NAMES: Partial<Record<PortalDestination, { kind: IdKind; message: string }>> = {
  SUBSCRIPTIONS: { kind: 'Subscription', message: 'Must be the id of a subscription: `sub_…`.' },
  SWITCH_PLAN: { kind: 'Subscription', message: 'Must be the id of a subscription: `sub_…`.' },
  CANCEL_SUBSCRIPTION: { kind: 'Subscription', message: 'Must be the id of a subscription: `sub_…`.' },
  INVOICES: { kind: 'Invoice', message: 'Must be the id of an invoice: `in_…`.' },
  PAY_INVOICE: { kind: 'Invoice', message: 'Must be the id of an invoice: `in_…`.' },
};

/** Checks the form only. Whether the customer has such a record is revealed only after signing in. */
export function contextFits(
  given: { destination?: PortalDestination | null | undefined; destinationContext?: string | null | undefined },
  check: z.RefinementCtx,
): void {
  const named = NAMES[given.destination ?? 'HOME'];
  const context = given.destinationContext ?? null;
  if (named && context !== null && kindOfId(context) !== named.kind)
    check.addIssue({ code: 'custom', path: ['destinationContext'], message: named.message });
}
