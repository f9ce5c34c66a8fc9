/** The schema is the reference manual of the API: what holds for all of it. */
import { readFileSync } from 'node:fs';
import {
  assertUnionType,
  type GraphQLField,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { printedSchema } from '../../src/graphql/print.ts';
import { schema } from '../../src/graphql/schema.ts';

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

test('schema.graphql is the schema of the code', () => {
  expect(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).toBe(printedSchema());
});

test('what is listened to has a root of its own, which is not what customers pay for', () => {
  expect(schema.getSubscriptionType()?.name).toBe('Streams');
  expect(Object.keys(schema.getSubscriptionType()?.getFields() ?? {})).toEqual(['events']);
});

describe('mutations', () => {
  test('there are mutations to look at', () => expect(mutations.length).toBeGreaterThan(30));

  test.each(mutations.map((field) => [field.name, field] as const))(
    '%s takes one input and answers with its success or errors that implement UserError',
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

  test('every error type says when it is returned', () => {
    const errors = types.filter(
      (type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'UserError'),
    );
    expect(errors.length).toBeGreaterThan(8);
    for (const { name, description } of errors) expect(description, name).toMatch(/^Returned /);
  });
});

test('money is Money: no field or input field that is named after an amount is an Int or a Float', () => {
  const moneyLike = /amount|total|price|balance|fee|cost|due|paid$/i;
  const inputs = types
    .filter(isInputObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ name: `${type.name}.${field.name}`, field })));
  const offenders = [...fields, ...inputs]
    .filter(({ field }) => moneyLike.test(field.name))
    .filter(({ field }) => ['Int', 'Float'].includes(getNamedType(field.type).name));
  expect(offenders.map(({ name }) => name)).toEqual([]);
  expect([...fields, ...inputs].filter(({ field }) => getNamedType(field.type).name === 'Float')).toEqual([]);
  // SafeInt stands for amounts in Money and in the inputs that name their currency elsewhere.
  const safe = [...fields, ...inputs].filter(({ field }) => getNamedType(field.type).name === 'SafeInt');
  expect(safe.map(({ name }) => name).sort()).toMatchInlineSnapshot(`
    [
      "CreateInvoiceLineInput.unitAmount",
      "ImportSubscriptionItemInput.billedAmount",
      "Money.amount",
      "MoneyInput.amount",
    ]
  `);
});

test('every Int is a count, a share or a part of a date: new ones are to be looked at', () => {
  const ints = fields.filter(({ field }) => getNamedType(field.type).name === 'Int').map(({ name }) => name);
  expect(ints.sort()).toMatchInlineSnapshot(`
    [
      "BillingLine.quantity",
      "CancellationFigures.offersAccepted",
      "CancellationFigures.offersDeclined",
      "CancellationFigures.offersShown",
      "CancellationReasonFigures.count",
      "CancellationReasonFigures.ended",
      "CancellationReasonFigures.scheduled",
      "CancellationReasonFigures.undone",
      "Coupon.durationMonths",
      "Coupon.percentOffBasisPoints",
      "DunningConfig.cardExpiryWarningDays",
      "DunningConfig.retryDays",
      "Invoice.attemptCount",
      "InvoiceLine.quantity",
      "PaymentMethod.expiryMonth",
      "PaymentMethod.expiryYear",
      "PortalConfig.pauseMaximumDays",
      "PreviewLine.quantity",
      "Price.intervalCount",
      "RequestPortalLinkSuccess.expiresInMinutes",
      "RetentionOffer.invoices",
      "RevokePortalSessionsSuccess.endedSessions",
      "ScheduledChange.quantity",
      "SignOutPortalSuccess.endedSessions",
      "Subscription.intervalCount",
      "SubscriptionChangePreview.quoteExpiresInSeconds",
      "SubscriptionItem.quantity",
      "WebhookAttempt.durationMs",
      "WebhookAttempt.statusCode",
      "WebhookDelivery.attemptCount",
    ]
  `);
});

test('one connection and one edge type per node, named after it', () => {
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
