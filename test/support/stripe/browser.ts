/** The form in the customer's browser, which talks to Stripe without this server. */
import type { StandInAccount } from './account.ts';
import type { TestMethodName } from './outcomes.ts';
import type { StripeStandIn } from './server.ts';

/** Confirms a set-up with a test card or account; null confirms at the bank. Returns the status of the response. */
export async function confirmInBrowser(
  standIn: StripeStandIn,
  account: StandInAccount,
  setupRef: string,
  method: TestMethodName | null,
): Promise<number> {
  const [key] = account.keys;
  const response = await fetch(`${standIn.url}/v1/setup_intents/${setupRef}/confirm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(method === null ? {} : { payment_method: method }),
  });
  await response.text();
  return response.status;
}
