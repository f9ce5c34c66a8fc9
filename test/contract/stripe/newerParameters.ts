/** Parameters that are newer than the OpenAPI document, with the page that defines each. */
export const NEWER_PARAMETERS: readonly {
  operation: string;
  name: string;
  schema: Record<string, unknown>;
  page: string;
}[] = [
  {
    operation: 'PostPaymentIntents',
    name: 'allowed_payment_method_types',
    schema: { type: 'array', items: { type: 'string' } },
    page: 'https://docs.stripe.com/api/payment_intents/create#create_payment_intent-allowed_payment_method_types',
  },
  {
    operation: 'PostSetupIntents',
    name: 'allowed_payment_method_types',
    schema: { type: 'array', items: { type: 'string' } },
    page: 'https://docs.stripe.com/api/setup_intents/create#create_setup_intent-allowed_payment_method_types',
  },
];

/** Values of enums that are newer than the document. */
export const NEWER_VALUES: readonly { operation: string; name: string; value: RegExp; page: string }[] = [
  {
    operation: 'PostWebhookEndpoints',
    name: 'api_version',
    value: /^20\d\d-\d\d-\d\d\.[a-z]+$/,
    page: 'https://docs.stripe.com/api/webhook_endpoints/create#create_webhook_endpoint-api_version',
  },
  {
    operation: 'PostWebhookEndpoints',
    name: 'enabled_events',
    value: /^refund\.failed$/,
    page: 'https://docs.stripe.com/api/events/types#event_types-refund.failed',
  },
];
