/**
 * The scope of an API key that each mutation requires. Queries and streams require READ (see api/documentLimits.ts). The
 * permissions of a key are in modules/company/keyPermissions.ts.
 */
import type { ApiKeyScope } from '../db/generated/client/enums.ts';
import type { Principal } from '../operation/operation.ts';
import { topLevelError } from './maskedErrors.ts';

const MUTATIONS: Record<ApiKeyScope, readonly string[]> = {
  READ: ['exportCustomer', 'reconcilePayments'],
  WRITE_CUSTOMERS: [
    ...['createCustomer', 'updateCustomer', 'deleteCustomer', 'eraseCustomer'],
    'updateBillingInformation',
  ],
  WRITE_BILLING: [
    ...['createSubscription', 'importSubscription', 'updateSubscription', 'switchPlan', 'updateQuantity'],
    ...['cancelScheduledChange', 'cancelSubscription', 'uncancelSubscription', 'pauseSubscription'],
    ...['resumeSubscription', 'createInvoice', 'finalizeInvoice'],
    ...['voidInvoice', 'payInvoice', 'payPastDueInvoices', 'createInvoicePdfLink', 'adjustCredit', 'refundPayment'],
    ...['sendInvoiceEmail', 'createCreditNote', 'reissueInvoice', 'revokePaymentLink'],
    ...['recordPayment', 'voidRecordedPayment'],
    ...['addPaymentMethod', 'removePaymentMethod', 'setDefaultPaymentMethod', 'createSetupIntent'],
  ],
  WRITE_CATALOG: [
    ...['createProduct', 'updateProduct', 'createPrice', 'updatePrice', 'createCoupon', 'updateCoupon'],
    ...['createPromotionCode', 'updatePromotionCode'],
  ],
  WRITE_SETTINGS: [
    ...[
      'updateCompany',
      'updatePortalConfig',
      'updateDunningConfig',
      'updateEmailConfig',
      'createCustomDomain',
      'verifyCustomDomain',
    ],
    ...['deleteCustomDomain', 'createTestClock', 'advanceTestClock'],
    ...['updateTaxConfig', 'addTaxRegistration', 'endTaxRegistration', 'addTaxRate'],
    ...['connectPaymentProvider', 'rotatePaymentProviderKeys', 'disconnectPaymentProvider'],
  ],
  WRITE_WEBHOOKS: [
    ...['createWebhookEndpoint', 'updateWebhookEndpoint', 'deleteWebhookEndpoint', 'rotateWebhookSecret'],
    ...['sendTestWebhook', 'replayWebhookDelivery'],
  ],
  WRITE_SIGN_IN: ['createPortalLink', 'revokePortalSessions'],
  WRITE_KEYS: ['createApiKey', 'revokeApiKey'],
};

const SCOPES = new Map(
  Object.entries(MUTATIONS).flatMap(([scope, names]) => names.map((name) => [name, scope as ApiKeyScope] as const)),
);

/** The scope of a mutation; undefined for those that need no API key. */
export const scopeOf = (mutation: string): ApiKeyScope | undefined => SCOPES.get(mutation);

/** Throws if the caller is an API key without the scope. */
export function requireScope(principal: Principal, scope: ApiKeyScope | undefined): void {
  if (principal.kind !== 'merchant' || !principal.scopes || !scope || principal.scopes.includes(scope)) return;
  throw topLevelError('FORBIDDEN', `This API key does not have the scope ${scope}.`, { scope });
}
