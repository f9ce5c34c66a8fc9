import { createHash } from 'node:crypto';
import type { CodegenConfig } from '@graphql-codegen/cli';

const scalars = { DateTime: 'string', SafeInt: 'number', Currency: 'string', JSONObject: 'Record<string, unknown>' };

/** Typed documents for clients, from the committed schema. */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    /** The operations of the tests, which serve as examples too. */
    'test/support/graphql/': {
      documents: ['test/support/operations/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        emitLegacyCommonJSImports: false,
        importExtension: '.ts',
        scalars,
      },
    },
    /** The operations of the hosted page: as strings, each with the hash by which the server knows it. */
    'src/web/graphql/generated/': {
      documents: ['src/web/graphql/*.graphql'],
      preset: 'client',
      presetConfig: {
        fragmentMasking: false,
        persistedDocuments: {
          mode: 'replaceDocumentWithHash',
          // By itself it would write the algorithm in front.
          hashAlgorithm: (operation: string) => createHash('sha256').update(operation).digest('hex'),
        },
      },
      config: {
        documentMode: 'string',
        useTypeImports: true,
        enumsAsTypes: true,
        strictScalars: true,
        skipTypename: true,
        emitLegacyCommonJSImports: false,
        importExtension: '.ts',
        scalars,
      },
    },
  },
};

export default config;
