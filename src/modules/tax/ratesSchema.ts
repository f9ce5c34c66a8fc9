/** A company's own tax rates in GraphQL. */
import { builder } from '../../graphql/builder.ts';
import { newestFirst } from '../../graphql/connections.ts';
import { mutation } from '../../graphql/mutation.ts';
import { ConflictError } from '../../kernel/errors.ts';
import { RATED_COUNTRIES } from '../../kernel/tax/rates.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { type AddTaxRateInput, addTaxRate, MAXIMUM_RATES } from './addTaxRate.ts';
import { dayOf } from './endTaxRegistration.ts';
import { TaxConfig } from './schema.ts';

const DAY = 'in the form `2026-11-29`';

const TaxRate = builder.prismaObject('TaxRate', {
  description: 'A rate that the company has added to the shipped ones. It never changes. Merchants only.',
  fields: (t) => ({
    country: t.exposeString('country', { description: 'The country, as an ISO 3166-1 code.' }),
    category: t.exposeString('category', { description: 'The category of the products that have the rate.' }),
    ratePpm: t.exposeInt('ratePpm', { description: 'The rate in parts per million: 190000 is 19 %.' }),
    validFrom: t.string({
      select: { validFrom: true },
      description: `The first day, ${DAY}; it holds until the next rate of the country and category.`,
      resolve: ({ validFrom }) => dayOf(validFrom),
    }),
  }),
});

builder.objectField(TaxConfig, 'rates', (t) =>
  t.prismaField({
    type: [TaxRate],
    description: `The rates that the company has added to the shipped ones, newest first; at most ${MAXIMUM_RATES}.`,
    resolve: (query, _config, _args, { db, principal }) =>
      db.prisma.taxRate.findMany({
        ...query,
        where: visibleToMerchant(principal),
        orderBy: newestFirst(),
        take: MAXIMUM_RATES,
      }),
  }),
);

mutation('addTaxRate', {
  caller: 'merchant',
  description:
    'Adds a rate to the shipped ones, from a day that can be past or future: for a category without a shipped rate, or when a rate has changed. It takes precedence; existing lines do not change. Merchants only.',
  input: builder.inputType('AddTaxRateInput', {
    description: 'Input of `addTaxRate`.',
    fields: (t) => ({
      country: t.string({ required: true, description: `The country, one of ${RATED_COUNTRIES.join(', ')}.` }),
      category: t.string({
        required: true,
        description:
          'The category of products, such as `EBOOK` or one of your own; `ELECTRONIC_SERVICE` is the standard rate.',
      }),
      ratePpm: t.int({ required: true, description: 'The rate in parts per million: 190000 is 19 %.' }),
      validFrom: t.string({ required: true, description: `The first day, ${DAY}.` }),
    }),
  }),
  success: builder.objectRef<{ id: string }>('AddTaxRateSuccess').implement({
    description: 'The rate was added.',
    fields: (t) => ({
      rate: t.prismaField({
        type: TaxRate,
        description: 'The rate that was added.',
        resolve: (query, { id }, _args, { db, principal }) =>
          db.prisma.taxRate.findFirstOrThrow({ ...query, where: { id, ...visibleToMerchant(principal) } }),
      }),
    }),
  }),
  errors: [ConflictError],
  run: (ctx, input) => addTaxRate(ctx, input as AddTaxRateInput),
});
