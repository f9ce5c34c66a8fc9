/**
 * Stripe's Payment Element: cards, wallets, Link and bank debits, with the text of the mandate, in a frame of Stripe's own.
 * The bank's dialog opens above the page, or the bank sends the customer away and back (returnedSetup.ts).
 */
import { Failure } from '../../../ui/api/failure.ts';
import type { Confirmation, UserError } from '../../../ui/api/userError.ts';
import { boot, companyName } from '../../boot.ts';
import { setupReturnAddress } from '../../returnedSetup.ts';
import type { FieldOptions, MountedFields, ProviderAdapter, Submission } from '../provider.ts';
import { appearanceIn } from './appearance.ts';
import { inTime, openStripe, type PaymentElement, type StripeFailure } from './stripeJs.ts';

/** The customer did not confirm, or the bank did not accept it. */
const UNCONFIRMED = /authentication/;

/** A refusal of the bank as the server words it; null for what the form shows itself. */
function refusalOf({ type, code, decline_code: reason }: StripeFailure): UserError | null {
  if (type === 'validation_error') return null;
  const declined = { path: [], code: 'PAYMENT_DECLINED' };
  if (UNCONFIRMED.test(code ?? '')) return { ...declined, declineCode: 'setup_intent_authentication_failure' };
  if (type === 'card_error') return { ...declined, declineCode: reason ?? code ?? 'card_declined' };
  return { path: [], code: 'PAYMENT_PROVIDER_UNAVAILABLE' };
}

const isReady = (element: PaymentElement): Promise<void> =>
  new Promise((resolve, reject) => {
    element.on('ready', resolve);
    element.on('loaderror', () => reject(new Failure('provider')));
  });

async function mount(place: HTMLElement, options: FieldOptions): Promise<MountedFields> {
  const { clientSecret, language: locale, payer } = options;
  const stripe = await openStripe(options, locale);
  const elements = stripe.elements({ clientSecret, locale, appearance: appearanceIn(place) });
  const { name, email } = payer;
  const element = elements.create('payment', {
    layout: { type: 'tabs' },
    business: { name: companyName },
    defaultValues: { billingDetails: { ...(name ? { name } : {}), ...(email ? { email } : {}) } },
  });
  element.on('escape', options.escape);
  const box = document.createElement('div');
  box.className = 'stripe-fields';
  place.replaceChildren(box);
  const ready = isReady(element);
  element.mount(box);
  try {
    await inTime(ready);
  } catch (error) {
    element.destroy();
    throw error;
  }
  /** A form can be confirmed once: a repetition returns what it has made. */
  let done: Submission | null = null;

  async function submit({ makeDefault }: { makeDefault: boolean }): Promise<Submission | null> {
    if (done) return done;
    const { error: incomplete } = await elements.submit();
    if (incomplete) {
      const refused = refusalOf(incomplete);
      return refused && { refused };
    }
    const { setupIntent, error } = await stripe.confirmSetup({
      elements,
      confirmParams: { return_url: setupReturnAddress(makeDefault) },
      redirect: 'if_required',
    });
    if (error) {
      const refused = refusalOf(error);
      return refused && { refused };
    }
    done = { token: setupIntent.id };
    return done;
  }
  return { submit, single: true, remove: () => element.destroy() };
}

/** Stripe's dialog with the bank. The server reads the outcome, also if the customer has left the dialog. */
async function confirm({ clientSecret, publishableKey, connectedAccount }: Confirmation): Promise<boolean> {
  if (clientSecret === null || !boot.stripeScript) return false;
  const stripe = await openStripe({ publishableKey, connectedAccount }, document.documentElement.lang);
  await stripe.handleNextAction({ clientSecret });
  return true;
}

export const stripe: ProviderAdapter = { mount, confirm };
