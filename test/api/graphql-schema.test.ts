/** Rules that hold for every type and field of the schema. */
import { readFileSync } from 'node:fs';
import {
  assertUnionType,
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { printedSchema } from '../../src/api/print.ts';
import { schema } from '../../src/api/schema.ts';

const BUILT_IN = new Set(['String', 'Int', 'Float', 'Boolean', 'ID']);
const types = Object.values(schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !BUILT_IN.has(type.name),
);
const fields: { name: string; field: GraphQLField<unknown, unknown> }[] = types.flatMap((type) =>
  isObjectType(type) || isInterfaceType(type)
    ? Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field }))
    : [],
);
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

const inputFields = (type: GraphQLInputType | undefined) => {
  const named = getNamedType(type);
  return isInputObjectType(named) ? named.getFields() : {};
};

/** Everything that can carry a description, by its coordinate. */
function elements(): [string, string | null | undefined][] {
  const found: [string, string | null | undefined][] = types.map((type) => [type.name, type.description]);
  for (const { name, field } of fields) {
    found.push([name, field.description]);
    for (const arg of field.args) found.push([`${name}(${arg.name}:)`, arg.description]);
  }
  for (const type of types) {
    if (isEnumType(type))
      for (const value of type.getValues()) found.push([`${type.name}.${value.name}`, value.description]);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        found.push([`${type.name}.${field.name}`, field.description]);
  }
  return found;
}

test('every type, field, argument, input field, enum value, scalar and union has a description', () => {
  const all = elements();
  expect(all.length).toBeGreaterThan(700);
  expect(all.filter(([, description]) => !description?.trim()).map(([name]) => name)).toEqual([]);
});

test('every description has at least four words, or names the mutation whose input it describes', () => {
  const described = elements().map(([name, description]) => [name, description?.trim() ?? ''] as const);
  const inputs = described.filter(([, description]) => /^Input of `\w+`\.$/.test(description));
  const rest = described.filter((element) => !inputs.includes(element));
  expect(rest.filter(([, description]) => description.split(/\s+/).length < 4)).toEqual([]);
  for (const [name, description] of inputs) {
    const mutation = /`(\w+)`/.exec(description)?.[1] ?? '';
    expect(name.toLowerCase(), description).toContain(mutation.toLowerCase());
  }
});

test('schema.graphql equals the schema of the code', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(printedSchema());
});

test('the root of GraphQL subscriptions is not the type Subscription that customers pay for', () => {
  expect(schema.getSubscriptionType()?.name).toBe('SubscriptionRoot');
  expect(Object.keys(schema.getSubscriptionType()?.getFields() ?? {})).toEqual(['events']);
});

describe('schema of mutations', () => {
  test('the schema has more than thirty mutations', () => expect(mutations.length).toBeGreaterThan(30));

  test.each(mutations.map((field) => [field.name, field] as const))(
    'the mutation %s takes one input and returns its success or errors that implement UserError',
    (name, { args, type }) => {
      const Name = `${name[0]?.toUpperCase()}${name.slice(1)}`;
      expect(args.map((arg) => [arg.name, String(arg.type)])).toEqual([['input', `${Name}Input!`]]);
      expect(isNonNullType(type)).toBe(true);
      const [successes, errors] = [[], []] as [string[], string[]];
      for (const member of assertUnionType(getNamedType(type)).getTypes()) {
        const isError = member.getInterfaces().some((implemented) => implemented.name === 'UserError');
        (isError ? errors : successes).push(member.name);
      }
      expect(getNamedType(type).name).toBe(`${Name}Result`);
      expect(successes).toEqual([`${Name}Success`]);
      expect(errors).toContain('ValidationError');
    },
  );

  /** The error types of each mutation and preview besides ValidationError, without the ending "Error". */
  const failures = [...mutations, ...Object.values(schema.getQueryType()?.getFields() ?? {})]
    .filter(({ type }) => isUnionType(getNamedType(type)))
    .map(({ name, type, args }) => ({
      name,
      args,
      errors: assertUnionType(getNamedType(type))
        .getTypes()
        .filter((member) => member.getInterfaces().some((implemented) => implemented.name === 'UserError'))
        .map((member) => member.name.replace(/Error$/, ''))
        .filter((error) => error !== 'Validation'),
    }));

  test('exactly the mutations with an idempotency key can report that it was reused', () => {
    const withKey = mutations.filter(({ args }) => 'idempotencyKey' in inputFields(args[0]?.type));
    expect(withKey.length).toBeGreaterThan(10);
    expect(failures.filter(({ errors }) => errors.includes('IdempotencyKeyReused')).map(({ name }) => name)).toEqual(
      withKey.map(({ name }) => name),
    );
  });

  test('a preview lists only errors of its mutation, and none about payments, quotes or keys', () => {
    const previews = failures.filter(({ name }) => name.startsWith('preview'));
    expect(previews).toHaveLength(6);
    for (const { name, errors } of previews) {
      const mutation = failures.find((other) => `preview${other.name.toLowerCase()}` === name.toLowerCase());
      expect(mutation?.errors).toEqual(expect.arrayContaining(errors));
      expect(errors.filter((error) => /Payment|Quote|Key/.test(error))).toEqual([]);
    }
  });

  test('the errors of each mutation and preview are the reviewed list', () => {
    const reviewed = failures.map(({ name, errors }) => `${name}: ${errors.join(' ') || '-'}`);
    expect(reviewed.sort().join('\n')).toMatchInlineSnapshot(`
      "acceptRetentionOffer: Conflict NotFound PortalFeatureDisabled
      addPaymentMethod: Conflict IdempotencyKeyReused NotFound PaymentDeclined PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled
      addTaxRate: Conflict
      addTaxRegistration: Conflict
      adjustCredit: Conflict IdempotencyKeyReused NotFound
      advanceTestClock: Conflict
      cancelScheduledChange: Conflict NotFound PortalFeatureDisabled
      cancelSubscription: Conflict FreshCodeRequired IdempotencyKeyReused NotFound PortalFeatureDisabled
      connectPaymentProvider: Conflict PaymentProviderUnavailable
      consumePortalLink: InvalidPortalLink
      createApiKey: Conflict IdempotencyKeyReused
      createCoupon: Conflict IdempotencyKeyReused
      createCreditNote: Conflict IdempotencyKeyReused NotFound
      createCustomDomain: Conflict
      createCustomer: Conflict IdempotencyKeyReused
      createInvoice: Conflict IdempotencyKeyReused NotFound
      createInvoicePdfLink: NotFound PortalFeatureDisabled
      createPaymentLinkPdf: InvalidPaymentLink
      createPaymentLinkSetupIntent: Conflict InvalidPaymentLink PaymentProviderNotConnected PaymentProviderUnavailable
      createPortalLink: Conflict NotFound
      createPrice: Conflict IdempotencyKeyReused NotFound
      createProduct: Conflict IdempotencyKeyReused
      createPromotionCode: Conflict IdempotencyKeyReused NotFound
      createSetupIntent: Conflict NotFound PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled
      createSubscription: Conflict IdempotencyKeyReused NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable
      createTestClock: Conflict
      createWebhookEndpoint: Conflict IdempotencyKeyReused
      deleteCustomDomain: Conflict NotFound
      deleteCustomer: Conflict NotFound
      deleteWebhookEndpoint: Conflict NotFound
      disconnectPaymentProvider: Conflict NotFound
      endTaxRegistration: Conflict NotFound
      eraseCustomer: Conflict NotFound
      exportCustomer: Conflict NotFound
      finalizeInvoice: Conflict NotFound
      importSubscription: Conflict IdempotencyKeyReused NotFound
      pauseSubscription: Conflict NotFound PortalFeatureDisabled
      payByPaymentLink: Conflict IdempotencyKeyReused InvalidPaymentLink NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable
      payInvoice: Conflict IdempotencyKeyReused NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled
      payPastDueInvoices: Conflict IdempotencyKeyReused NotFound PortalFeatureDisabled
      previewCancelSubscription: Conflict NotFound PortalFeatureDisabled
      previewCreateCreditNote: Conflict NotFound
      previewResumeSubscription: Conflict NotFound PortalFeatureDisabled
      previewSubscribe: Conflict NotFound PortalFeatureDisabled
      previewSwitchPlan: Conflict NotFound PortalFeatureDisabled
      previewUpdateQuantity: Conflict NotFound PortalFeatureDisabled
      reconcilePayments: Conflict PaymentProviderNotConnected PaymentProviderUnavailable
      recordPayment: Conflict IdempotencyKeyReused NotFound
      recordRetentionOfferShown: Conflict NotFound PortalFeatureDisabled
      refundPayment: Conflict IdempotencyKeyReused NotFound PaymentProviderNotConnected
      reissueInvoice: Conflict IdempotencyKeyReused NotFound
      removePaymentMethod: Conflict FreshCodeRequired NotFound PaymentMethodRequired PortalFeatureDisabled
      replayWebhookDelivery: Conflict NotFound
      requestPaymentLink: -
      requestPortalLink: -
      resumeSubscription: Conflict IdempotencyKeyReused NotFound PortalFeatureDisabled
      revokeApiKey: Conflict NotFound
      revokePaymentLink: Conflict NotFound
      revokePortalSessions: Conflict NotFound
      rotatePaymentProviderKeys: Conflict NotFound PaymentProviderUnavailable
      rotateWebhookSecret: Conflict NotFound
      sendInvoiceEmail: Conflict NotFound
      sendTestWebhook: Conflict NotFound
      setDefaultPaymentMethod: Conflict NotFound PortalFeatureDisabled
      signOutPortal: Conflict NotFound
      subscribe: Conflict IdempotencyKeyReused NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled QuoteExpired
      switchPlan: Conflict IdempotencyKeyReused NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled QuoteExpired
      uncancelSubscription: Conflict NotFound PaymentMethodRequired PortalFeatureDisabled
      updateBillingInformation: Conflict NotFound
      updateCompany: Conflict
      updateCoupon: Conflict NotFound
      updateCustomer: Conflict NotFound
      updateDunningConfig: Conflict
      updateEmailConfig: Conflict
      updatePortalConfig: Conflict
      updatePrice: Conflict NotFound
      updateProduct: Conflict NotFound
      updatePromotionCode: Conflict NotFound
      updateQuantity: Conflict IdempotencyKeyReused NotFound PaymentAuthenticationRequired PaymentDeclined PaymentMethodRequired PaymentProviderNotConnected PaymentProviderUnavailable PortalFeatureDisabled QuoteExpired
      updateSubscription: Conflict NotFound
      updateTaxConfig: Conflict
      updateWebhookEndpoint: Conflict NotFound
      verifyCustomDomain: Conflict NotFound
      voidInvoice: Conflict NotFound
      voidRecordedPayment: Conflict NotFound"
    `);
  });

  test('the description of every error type starts with when it is returned', () => {
    const errors = types.filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'UserError'),
    );
    expect(errors.length).toBeGreaterThan(8);
    for (const { name, description } of errors) expect(description, name).toMatch(/^Returned /);
  });
});

test('no field or input field that is named after an amount is an Int or a Float', () => {
  const moneyLike = /amount|total|price|balance|fee|cost|due|paid$/i;
  const inputs = types
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })));
  const offenders = [...fields, ...inputs]
    .filter(({ field }) => moneyLike.test(field.name) && !/days/i.test(field.name))
    .filter(({ field }) => ['Int', 'Float'].includes(getNamedType(field.type).name));
  expect(offenders.map(({ name }) => name)).toEqual([]);
  expect([...fields, ...inputs].filter(({ field }) => getNamedType(field.type).name === 'Float')).toEqual([]);
  // SafeInt is used for amounts in Money and in inputs whose currency is a separate field, and for milliseconds.
  const safe = [...fields, ...inputs].filter(({ field }) => getNamedType(field.type).name === 'SafeInt');
  expect(safe.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
    [
      "CreateCreditNoteLineInput.amount",
      "CreateInvoiceLineInput.unitAmount",
      "ImportSubscriptionItemInput.billedAmount",
      "ImportedTaxInput.amount",
      "LineExplanation.millisecondsLeft",
      "LineExplanation.millisecondsTotal",
      "Money.amount",
      "MoneyInput.amount",
      "UnusedPart.millisecondsLeft",
      "UnusedPart.millisecondsTotal",
    ]
  `);
});

test('every Int field is in the reviewed list of counts, shares and parts of dates', () => {
  const ints = fields.filter(({ field }) => getNamedType(field.type).name === 'Int').map(({ name }) => name);
  expect(ints.sort()).toMatchInlineSnapshot(`
    [
      "AdjustableQuantity.maximum",
      "AdjustableQuantity.minimum",
      "AdjustableQuantity.step",
      "BillingLine.quantity",
      "CancellationFigures.offersAccepted",
      "CancellationFigures.offersDeclined",
      "CancellationFigures.offersShown",
      "CancellationOfferFigures.accepted",
      "CancellationOfferFigures.declined",
      "CancellationOfferFigures.shown",
      "CancellationReasonFigures.count",
      "CancellationReasonFigures.ended",
      "CancellationReasonFigures.scheduled",
      "CancellationReasonFigures.undone",
      "Coupon.basisPointsOff",
      "Coupon.durationMonths",
      "Customer.daysUntilDue",
      "DunningConfig.cardExpiryWarningDays",
      "DunningConfig.debitRetryDays",
      "DunningConfig.retryDays",
      "DunningConfig.sentInvoicePastDueDays",
      "DunningConfig.sentInvoiceTerminalDays",
      "EmailConfig.dueReminderDays",
      "EmailConfig.longPeriodReminderDays",
      "EmailConfig.shortPeriodReminderDays",
      "EmailConfig.trialReminderDays",
      "Invoice.attemptCount",
      "InvoiceLine.quantity",
      "LineExplanation.basisPointsOff",
      "LineExplanation.quantity",
      "LineTax.ratePpm",
      "PaymentLinkLine.quantity",
      "PaymentMethod.expiryMonth",
      "PaymentMethod.expiryYear",
      "PortalConfig.maximumQuantity",
      "PortalConfig.pauseMaximumDays",
      "PortalConfig.retentionOffersPerYear",
      "PreviewLine.quantity",
      "Price.intervalCount",
      "PriceSaving.basisPoints",
      "PriceSaving.freePeriods",
      "PromotionCode.maxRedemptions",
      "PromotionCode.timesRedeemed",
      "Quote.expiresInSeconds",
      "RecapitulativeStatementRow.documentCount",
      "ReconciledTotals.countAtProvider",
      "ReconciledTotals.countHere",
      "ReplacedItem.quantity",
      "RequestPortalLinkSuccess.expiresInMinutes",
      "RetainedFigures.elapsed",
      "RetainedFigures.retained",
      "RetentionOffer.invoices",
      "RevokePortalSessionsSuccess.endedSessions",
      "ScheduledChange.quantity",
      "SignOutPortalSuccess.endedSessions",
      "SubscribePreview.quantities",
      "Subscription.daysUntilDue",
      "Subscription.intervalCount",
      "SubscriptionChangePreview.quantity",
      "SubscriptionItem.quantity",
      "TaxAmount.ratePpm",
      "TaxRate.ratePpm",
      "TaxReportRow.documentCount",
      "TaxReportRow.ratePpm",
      "WebhookAttempt.durationMs",
      "WebhookAttempt.statusCode",
      "WebhookDelivery.attemptCount",
    ]
  `);
});

test('every node type has one connection and one edge type that are named after it', () => {
  const connections = types.filter((type) => isObjectType(type) && 'pageInfo' in type.getFields());
  expect(connections.length).toBeGreaterThan(6);
  const nodes = connections.map((type) => {
    if (!isObjectType(type)) throw new Error('It is an object type.');
    const { edges, nodes } = type.getFields();
    const node = getNamedType(nodes?.type)?.name;
    expect(type.name).toBe(`${node}Connection`);
    expect(getNamedType(edges?.type)?.name).toBe(`${node}Edge`);
    return node;
  });
  expect(new Set(nodes).size).toBe(nodes.length);
});
