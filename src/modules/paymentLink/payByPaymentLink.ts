/** Paying the invoice of a payment link by a payment method that is used once. */
import { z } from 'zod';
import { after, DAY } from '../../kernel/clock.ts';
import { PaymentDeclinedError, ValidationError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { idempotencyKey, validate } from '../../kernel/validate.ts';
import { idempotent } from '../../operation/idempotency.ts';
import type { Op, OpContext } from '../../operation/operation.ts';
import { PAY_BY_LINK } from '../charge/answerRequest.ts';
import { payNow } from '../collection/payNow.ts';
import { askProvider } from '../payment/callProvider.ts';
import { type Payer, wallTime } from '../payment/planPayment.ts';
import { type MethodFacts, ProviderInvalid } from '../payment/port.ts';
import { providerCustomer } from '../payment/providerCustomer.ts';
import type { Charging } from '../payment/providerOf.ts';
import { DETACH_JOB } from '../payment/removePaymentMethod.ts';
import { acceptedKinds } from './acceptedKinds.ts';
import type { OpenLink } from './openPaymentLink.ts';
import { requirePayable } from './requirePayable.ts';

const payInput = z.object({
  methodToken: z.string().min(1, 'Must not be empty.').max(255, 'Must have at most 255 characters.'),
  paymentId: z.string().nullish(),
  idempotencyKey,
});
export type PayByPaymentLinkInput = z.input<typeof payInput>;

const PATH = ['input', 'methodToken'];
const badToken = () => ValidationError.at(PATH, 'Must be an unused token of the payment provider.');

/** A confirmation takes at most half an hour, and a debit that was submitted needs the method no longer. */
const DETACHED_AFTER = DAY;

interface OnceMethod {
  method: MethodFacts;
  setupRef: string | null;
  customerRef: string;
  accountId: string | null;
}

interface Use {
  customerId: string;
  /** In real time, as jobs are. */
  detachAt: Date;
}

type PayContext = Omit<OpContext, 'principal'> & Charging;

async function completedForm(ctx: PayContext, link: OpenLink, token: string): Promise<OnceMethod> {
  const { principal, invoice, now } = link;
  const { session, customerRef, accountId } = await providerCustomer({ ...ctx, principal, now }, invoice.customer);
  const setup = await askProvider(() => session.readSetup({ setupRef: token, customerRef })).catch((error: unknown) => {
    throw error instanceof ProviderInvalid ? badToken() : error;
  });
  // A form that names its customer was opened in the portal: its method is stored, and a visitor must not charge it.
  if (setup.customerRef !== customerRef || setup.customerId !== null) throw badToken();
  if (setup.state === 'FAILED') throw new PaymentDeclinedError(setup.code ?? 'card_declined');
  if (setup.state !== 'DONE' || !setup.method) throw badToken();
  if (!acceptedKinds(link).includes(setup.method.kind))
    throw ValidationError.at(PATH, 'This kind of payment method is not accepted here.');
  return { method: setup.method, setupRef: setup.setupRef, customerRef, accountId };
}

/**
 * The payer with a payment method that is removed from the start: no list shows it and nothing else is charged to it. A form
 * that was sent before has its method already.
 */
async function payerOnce(op: Op, once: OnceMethod, { customerId, detachAt }: Use): Promise<Payer> {
  const { method, setupRef, customerRef, accountId } = once;
  const { companyId } = op.principal;
  const { ref: providerRef, mandate, ...facts } = method;
  const known = await op.tx.paymentMethod.findFirst({
    where: { companyId, OR: [{ providerRef }, ...(setupRef ? [{ setupRef }] : [])] },
  });
  if (known && known.customerId !== customerId) throw badToken();
  const id = known?.id ?? newId('PaymentMethod', op.now);
  if (!known) {
    await op.tx.paymentMethod.create({
      data: {
        ...facts,
        ...{ id, companyId, customerId, accountId, providerRef, setupRef },
        mandateRef: mandate?.ref ?? null,
        mandateReference: mandate?.reference ?? null,
        removedAt: op.now,
        createdAt: op.now,
        updatedAt: op.now,
      },
    });
    await op.enqueue(DETACH_JOB, { companyId, providerRef }, { startAfter: detachAt });
  }
  return { customerId, customerRef, methodId: id, methodRef: providerRef, kind: method.kind };
}

/**
 * Pays what is due on the invoice: the customer's credit first, the rest by the payment method of the form. Throws the
 * errors of `payInvoice`, and `ValidationError` for the token of the form.
 */
export async function payByPaymentLink(
  ctx: PayContext,
  link: OpenLink,
  input: PayByPaymentLinkInput,
): Promise<{ id: string }> {
  const { methodToken, paymentId, idempotencyKey: key } = validate(payInput, input);
  const { invoice, principal, now } = link;
  const { id: invoiceId, customerId } = invoice;
  const own = { ...ctx, principal, now };
  const request = { operation: PAY_BY_LINK, key, input: { invoiceId, methodToken } };
  return idempotent(own, request, async (claim) => {
    await payNow(own, {
      ...{ invoiceId, paymentId, claim },
      payer: async () => {
        requirePayable(link);
        const once = await completedForm(ctx, link, methodToken);
        return (op) => payerOnce(op, once, { customerId, detachAt: after(wallTime(ctx), DETACHED_AFTER) });
      },
    });
    return { id: invoiceId };
  });
}
