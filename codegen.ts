import type { CodegenConfig } from '@graphql-codegen/cli';

/** Typed documents for clients, from the committed schema: the operations of the tests, which serve as examples too. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['test/support/operations/*.graphql'],
  generates: {
    'test/support/graphql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        emitLegacyCommonJSImports: false,
        importExtension: '.ts',
        scalars: { DateTime: 'string', SafeInt: 'number', Currency: 'string', JSONObject: 'Record<string, unknown>' },
      },
    },
  },
};

export default config;
