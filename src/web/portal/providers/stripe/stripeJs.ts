/**
 * The part of Stripe's script that the page uses (docs.stripe.com/js), and its loading. The script comes from Stripe
 * itself, as its terms require, and only once a form is opened.
 */
import { Failure } from '../../../ui/api/failure.ts';
import { boot } from '../../boot.ts';

export interface StripeFailure {
  /** `validation_error`: something is missing or wrong, which the form shows itself. */
  type: string;
  code?: string;
  decline_code?: string;
}

export interface Appearance {
  theme: 'stripe' | 'night';
  disableAnimations: boolean;
  variables: Record<string, string>;
}

export interface PaymentElement {
  mount(place: HTMLElement): void;
  destroy(): void;
  on(event: 'ready' | 'escape', handler: () => void): unknown;
  on(event: 'loaderror', handler: (event: { error: StripeFailure }) => void): unknown;
}

interface Elements {
  create(
    type: 'payment',
    options: {
      layout: { type: 'tabs' | 'accordion' };
      business: { name: string };
      defaultValues: { billingDetails: { name?: string; email?: string } };
    },
  ): PaymentElement;
  submit(): Promise<{ error?: StripeFailure }>;
}

export interface StripeScript {
  elements(options: { clientSecret: string; locale: string; appearance: Appearance }): Elements;
  confirmSetup(options: {
    elements: Elements;
    confirmParams: { return_url: string };
    redirect: 'if_required';
  }): Promise<{ setupIntent: { id: string }; error?: undefined } | { error: StripeFailure; setupIntent?: undefined }>;
  handleNextAction(options: { clientSecret: string }): Promise<{ error?: StripeFailure }>;
}

type OpenStripe = (publishableKey: string, options: { stripeAccount?: string; locale: string }) => StripeScript;

/** A blocked script may never report that it was blocked. */
const READY_WITHIN_MS = 15_000;

/** Rejects with a `Failure` if the work has not ended by then. */
export function inTime<T>(work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Failure('provider')), READY_WITHIN_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const opened = () => (globalThis as { Stripe?: OpenStripe }).Stripe;
let loading: Promise<OpenStripe> | null = null;

function fetchScript(): Promise<OpenStripe> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = boot.stripeScript ?? '';
    const fail = () => {
      script.remove();
      reject(new Failure('provider'));
    };
    script.addEventListener('load', () => {
      const open = opened();
      if (open) resolve(open);
      else fail();
    });
    script.addEventListener('error', fail);
    document.head.append(script);
  });
}

/** The script on the company's account. A failure is not remembered: the next try loads anew. */
export async function openStripe(
  { publishableKey, connectedAccount }: { publishableKey: string; connectedAccount: string | null },
  locale: string,
): Promise<StripeScript> {
  loading ??= inTime(fetchScript());
  try {
    const open = await loading;
    return open(publishableKey, { locale, ...(connectedAccount ? { stripeAccount: connectedAccount } : {}) });
  } catch (error) {
    loading = null;
    throw error;
  }
}
