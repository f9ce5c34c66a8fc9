/** Tax in GraphQL: a company's settings and registrations. */
import type {
  TaxBehavior as Behaviors,
  TaxDateRule as DateRules,
  TaxEngine as Engines,
  TaxRegistrationScheme as Schemes,
  UnknownLocationPolicy as UnknownLocations,
  UnprovenTaxIdPolicy as UnprovenTaxIds,
} from '../../db/generated/client/enums.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { RATED_COUNTRIES, RATES_CHECKED_ON } from '../../kernel/tax/rates.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { type AddTaxRegistrationInput, addTaxRegistration, MAXIMUM_REGISTRATIONS } from './addTaxRegistration.ts';
import { dayOf, endTaxRegistration } from './endTaxRegistration.ts';
import { type TaxSettings, taxConfig } from './taxConfig.ts';
import { type UpdateTaxConfigInput, updateTaxConfig } from './updateTaxConfig.ts';

type Described<Values> = Record<keyof Values, { description: string }>;

const TaxEngine = builder.enumType('TaxEngine', {
  description: 'The source of the tax on the lines of invoices.',
  values: {
    NONE: { description: 'Lines have no tax, and documents do not mention it.' },
    BUILT_IN: {
      description:
        'The built-in table of treatments with the rates of the EU, Great Britain, Switzerland and Norway. Lines that are made from then on carry its tax.',
    },
  } satisfies Described<typeof Engines>,
});

export const TaxBehavior = builder.enumType('TaxBehavior', {
  description: 'Whether an amount contains its tax.',
  values: {
    EXCLUSIVE: { description: 'Tax is added to the amount.' },
    INCLUSIVE: { description: 'The amount contains the tax: the total is the same at every rate.' },
  } satisfies Described<typeof Behaviors>,
});

const UnprovenTaxIdPolicy = builder.enumType('UnprovenTaxIdPolicy', {
  description: 'The treatment of a business in another country while no register has confirmed its tax id.',
  values: {
    CHARGE: { description: 'Tax is charged until the id is confirmed.' },
    TRUST: { description: 'No tax is charged if the check digits are right and the register gave no result yet.' },
    HOLD: { description: 'The document waits for the register, at most 72 hours; then tax is charged.' },
  } satisfies Described<typeof UnprovenTaxIds>,
});

const UnknownLocationPolicy = builder.enumType('UnknownLocationPolicy', {
  description: 'The treatment of a customer whose country is unknown.',
  values: {
    HOME: { description: "The rate of the company's country is charged." },
    HOLD: { description: 'The document waits for the country.' },
  } satisfies Described<typeof UnknownLocations>,
});

const TaxDateRule = builder.enumType('TaxDateRule', {
  description: 'The day of a period by which its tax rate is chosen.',
  values: {
    PERIOD_START: { description: 'The first day of the period.' },
    PERIOD_END: { description: 'The last day of the period.' },
  } satisfies Described<typeof DateRules>,
});

const TaxRegistrationScheme = builder.enumType('TaxRegistrationScheme', {
  description: 'The kind of a registration for tax.',
  values: {
    DOMESTIC: { description: "The ordinary registration in the company's own country." },
    SMALL_BUSINESS: { description: "The exemption of small businesses in the company's own country: no tax at all." },
    LOCAL: { description: 'An ordinary registration in another country, whose consumers are charged its rate.' },
    OSS_UNION: {
      description:
        'The one-stop shop of a company in the EU: consumers of all other EU countries are charged their rates.',
    },
    OSS_NON_UNION: { description: 'The one-stop shop of a company outside the EU, for consumers of all EU countries.' },
  } satisfies Described<typeof Schemes>,
});

const DAY = 'in the form `2026-11-29`';

const TaxRegistration = builder.prismaNode('TaxRegistration', {
  id: { field: 'id', description: 'The id of the registration.' },
  nullable: true,
  findUnique: (id, { principal }) => ({ id, AND: visibleToMerchant(principal) }),
  authScopes: { merchant: true },
  description: 'A registration of the company for tax in a country. Only its end can change. Merchants only.',
  fields: (t) => ({
    country: t.exposeString('country', {
      description: 'The country, as an ISO 3166-1 code; for a one-stop shop the country that runs it.',
    }),
    scheme: t.expose('scheme', { type: TaxRegistrationScheme, description: 'The kind of the registration.' }),
    number: t.exposeString('number', {
      nullable: true,
      description: 'The number that the authority gave; null if none was stored.',
    }),
    validFrom: t.string({
      select: { validFrom: true },
      description: `The first day, ${DAY}.`,
      resolve: ({ validFrom }) => dayOf(validFrom),
    }),
    validUntil: t.string({
      nullable: true,
      select: { validUntil: true },
      description: `The last day, ${DAY}; null while it has no end.`,
      resolve: ({ validUntil }) => validUntil && dayOf(validUntil),
    }),
    belowThreshold: t.exposeBoolean('belowThreshold', {
      description:
        'Whether sales to consumers in other EU countries are below EUR 10,000 a year, so that they are charged the rate of the own country. False for all schemes but `DOMESTIC`.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was added.' }),
  }),
});

/** The meaning of each setting, for reading and for changing. */
const MEANS = {
  engine: 'The source of tax; `NONE` by default. `BUILT_IN` needs the address of the company.',
  defaultBehavior:
    'Whether the amounts of new prices contain their tax; `EXCLUSIVE` by default. Existing prices never change.',
  unprovenTaxIdPolicy: 'The treatment while a tax id is not confirmed; `CHARGE` by default.',
  unknownLocationPolicy: 'The treatment of a customer without a country; `HOME` by default.',
  taxDate: 'The day of a period by which its rate is chosen; `PERIOD_START` by default.',
};

export const TaxConfig = builder.objectRef<TaxSettings>('TaxConfig').implement({
  description: 'The tax settings of the company. Merchants only.',
  fields: (t) => ({
    engine: t.expose('engine', { type: TaxEngine, description: MEANS.engine }),
    defaultBehavior: t.expose('defaultBehavior', { type: TaxBehavior, description: MEANS.defaultBehavior }),
    unprovenTaxIdPolicy: t.expose('unprovenTaxIdPolicy', {
      type: UnprovenTaxIdPolicy,
      description: MEANS.unprovenTaxIdPolicy,
    }),
    unknownLocationPolicy: t.expose('unknownLocationPolicy', {
      type: UnknownLocationPolicy,
      description: MEANS.unknownLocationPolicy,
    }),
    taxDate: t.expose('taxDate', { type: TaxDateRule, description: MEANS.taxDate }),
    ratesCheckedOn: t.string({
      description: `The day of the copy of the database of the European Commission with which the built-in standard rates of the Union were compared, ${DAY}. Reduced and regional rates, and those of other countries, were not compared with it: have them checked before the first invoice.`,
      resolve: () => RATES_CHECKED_ON,
    }),
    registrations: t.prismaField({
      type: [TaxRegistration],
      description: `The registrations, newest first; at most ${MAXIMUM_REGISTRATIONS}.`,
      resolve: (query, _config, _args, { db, principal }) =>
        db.prisma.taxRegistration.findMany({
          ...query,
          where: visibleToMerchant(principal),
          orderBy: newestFirst(),
          take: MAXIMUM_REGISTRATIONS,
        }),
    }),
    updatedAt: t.expose('updatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When a setting was last changed; null: never.',
    }),
  }),
});

builder.queryFields((t) => ({
  taxConfig: t.field({
    type: TaxConfig,
    authScopes: { merchant: true },
    description: 'The tax settings. Merchants only.',
    resolve: (_root, _args, { db, principal }) => taxConfig(db.prisma, visibleToMerchant(principal).companyId),
  }),
}));

mutation('updateTaxConfig', {
  caller: 'merchant',
  description:
    'Changes the tax settings. Omitted fields stay unchanged. If a value is invalid, nothing changes and all problems are reported. Existing lines and documents do not change. Merchants only.',
  input: builder.inputType('UpdateTaxConfigInput', {
    description: 'Input of `updateTaxConfig`.',
    fields: (t) => ({
      engine: t.field({ type: TaxEngine, description: MEANS.engine }),
      defaultBehavior: t.field({ type: TaxBehavior, description: MEANS.defaultBehavior }),
      unprovenTaxIdPolicy: t.field({ type: UnprovenTaxIdPolicy, description: MEANS.unprovenTaxIdPolicy }),
      unknownLocationPolicy: t.field({ type: UnknownLocationPolicy, description: MEANS.unknownLocationPolicy }),
      taxDate: t.field({ type: TaxDateRule, description: MEANS.taxDate }),
    }),
  }),
  success: builder.objectRef<{ companyId: string }>('UpdateTaxConfigSuccess').implement({
    description: 'The settings were changed.',
    fields: (t) => ({
      taxConfig: t.field({
        type: TaxConfig,
        description: 'The settings as they are now.',
        resolve: ({ companyId }, _args, { db }) => taxConfig(db.prisma, companyId),
      }),
    }),
  }),
  errors: [],
  run: (ctx, input) => updateTaxConfig(ctx, input as UpdateTaxConfigInput),
});

const registrationPayload = (name: string, description: string) =>
  builder.objectRef<{ id: string }>(name).implement({
    description,
    fields: (t) => ({
      registration: t.prismaField({
        type: TaxRegistration,
        description: 'The registration as it is now.',
        resolve: (query, { id }, _args, { db, principal }) =>
          db.prisma.taxRegistration.findFirstOrThrow({ ...query, where: { id, ...visibleToMerchant(principal) } }),
      }),
    }),
  });

mutation('addTaxRegistration', {
  caller: 'merchant',
  description:
    'Adds a registration for tax, from a day that can be past or future. Needs the address of the company. Registrations of one scheme and country must not overlap. Merchants only.',
  input: builder.inputType('AddTaxRegistrationInput', {
    description: 'Input of `addTaxRegistration`.',
    fields: (t) => ({
      country: t.string({
        required: true,
        description: `The country, one of ${RATED_COUNTRIES.join(', ')}; for a one-stop shop the country that runs it.`,
      }),
      scheme: t.field({ type: TaxRegistrationScheme, required: true, description: 'The kind of the registration.' }),
      number: t.string({ description: 'The number that the authority gave.' }),
      validFrom: t.string({ required: true, description: `The first day, ${DAY}.` }),
      validUntil: t.string({ description: `The last day, ${DAY}; no end by default.` }),
      belowThreshold: t.boolean({
        description:
          'For `DOMESTIC`: whether sales to consumers in other EU countries are below EUR 10,000 a year. False by default.',
      }),
    }),
  }),
  success: registrationPayload('AddTaxRegistrationSuccess', 'The registration was added.'),
  errors: [],
  run: (ctx, input) => addTaxRegistration(ctx, input as AddTaxRegistrationInput),
});

mutation('endTaxRegistration', {
  caller: 'merchant',
  description:
    'Sets the last day of a registration. It can come earlier, but never later than it was, and not before the tax date of a line that was made under it. Merchants only.',
  input: builder.inputType('EndTaxRegistrationInput', {
    description: 'Input of `endTaxRegistration`.',
    fields: (t) => ({
      registrationId: t.id({ required: true, description: 'The id of the registration.' }),
      validUntil: t.string({ required: true, description: `The last day, ${DAY}.` }),
    }),
  }),
  success: registrationPayload('EndTaxRegistrationSuccess', 'The registration has an end.'),
  errors: [NotFoundError],
  run: (ctx, { registrationId, ...input }) => endTaxRegistration(ctx, registrationId, input),
});
