/** The limits of a document. Each is tested at its bound and one beyond. */
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import {
  type DocumentNode,
  type ExecutionArgs,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  type ValidationRule,
  validate,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { requireScope } from '../graphql/keyScopes.ts';
import { accessDenied, topLevelError } from '../graphql/maskedErrors.ts';
import { tagRule } from '../graphql/repeatedNames.ts';
import type { Principal } from '../operation/operation.ts';
import { countRows, MAXIMUM_ROWS } from './queryCost.ts';
import { excessRepetition } from './repetition.ts';
import { refuseLongDocument, refuseUnusableVariables, usableLiterals } from './submittedText.ts';

/** Depth counts fields across fragments. Introspection is not counted: graphql-js limits its depth. */
export const DOCUMENT_LIMITS = { depth: 12, aliases: 20, directives: 20, tokens: 2000, rows: MAXIMUM_ROWS } as const;

/**
 * Validation stops after so many errors, since the suggestions of a wrong name take time with the number of fields of the
 * schema.
 */
const MAXIMUM_VALIDATION_ERRORS = 20;

/** Mutations with a rate limit: a document holds at most one of them, across aliases and fragments. */
const ONE_PER_DOCUMENT = new Set(['requestPortalLink', 'consumePortalLink']);

const oneAccessMutation: ValidationRule = (context) => {
  /** Each fragment is counted once, so nested spreads cost nothing. Another rule refuses cycles. */
  const counted = new Map<string, number>();
  const countFragment = (name: string): number => {
    const known = counted.get(name);
    if (known !== undefined) return known;
    counted.set(name, 0);
    const fragment = context.getFragment(name);
    const total = fragment ? count(fragment.selectionSet) : 0;
    counted.set(name, total);
    return total;
  };
  const count = (set: SelectionSetNode): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === 'Field') return sum + (ONE_PER_DOCUMENT.has(selection.name.value) ? 1 : 0);
      if (selection.kind === 'InlineFragment') return sum + count(selection.selectionSet);
      return sum + countFragment(selection.name.value);
    }, 0);
  return {
    Document(document) {
      const total = document.definitions.reduce(
        (sum, definition) => (definition.kind === 'OperationDefinition' ? sum + count(definition.selectionSet) : sum),
        0,
      );
      if (total > 1)
        context.reportError(new GraphQLError('Too many access mutations in one document: one is allowed.'));
    },
  };
};

const OWN_RULES: ReadonlySet<ValidationRule> = new Set([oneAccessMutation, usableLiterals]);

/** Merchants may read the schema, and callers without a credential if GraphiQL is on. A portal session never may. */
function mayIntrospect(principal: Principal, graphiql: boolean): boolean {
  return principal.kind === 'merchant' || (principal.kind === 'anonymous' && graphiql);
}

/** Keyed by the parsed document, which Yoga caches. */
const introspections = new WeakMap<DocumentNode, boolean>();

function introspects(schema: GraphQLSchema, document: DocumentNode): boolean {
  let answer = introspections.get(document);
  if (answer === undefined) {
    answer = validate(schema, document, [NoSchemaIntrospectionCustomRule]).length > 0;
    introspections.set(document, answer);
  }
  return answer;
}

type Executed = Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'> & {
  contextValue: Pick<Context, 'principal'>;
};

export function documentLimits({ introspection }: { introspection: boolean }): Plugin<Context>[] {
  const limit = { propagateOnRejection: true, exposeLimits: true };
  const refuseExcess = ({ schema, document, operationName, variableValues, contextValue }: Executed) => {
    if (!mayIntrospect(contextValue.principal, introspection) && introspects(schema, document))
      throw accessDenied(contextValue.principal);
    const operation = getOperationAST(document, operationName);
    if (operation?.operation !== 'mutation') requireScope(contextValue.principal, 'READ');
    if (operation && countRows(schema, document, operation, variableValues ?? {}) > DOCUMENT_LIMITS.rows)
      throw topLevelError(
        'BAD_USER_INPUT',
        `The query is too large: its page sizes allow for more than ${DOCUMENT_LIMITS.rows} rows.`,
      );
  };
  return [
    {
      onParams({ params }) {
        refuseLongDocument(params.query);
        refuseUnusableVariables(params.variables);
      },
    },
    maxTokensPlugin({ n: DOCUMENT_LIMITS.tokens, ...limit }),
    maxDepthPlugin({ n: DOCUMENT_LIMITS.depth, ignoreIntrospection: true, flattenFragments: true, ...limit }),
    maxAliasesPlugin({ n: DOCUMENT_LIMITS.aliases, allowList: [], ...limit }),
    maxDirectivesPlugin({ n: DOCUMENT_LIMITS.directives, ...limit }),
    {
      onValidate({ addValidationRule, validateFn, setValidationFn }) {
        for (const rule of OWN_RULES) addValidationRule(rule);
        setValidationFn((schema, document, rules, options, ...rest) => {
          const excess = excessRepetition(document);
          if (excess) return [excess];
          const tagged = ((rules ?? []) as ValidationRule[]).map((rule) => tagRule(rule, OWN_RULES));
          return validateFn(schema, document, tagged, { ...options, maxErrors: MAXIMUM_VALIDATION_ERRORS }, ...rest);
        });
      },
      // The caller and the values of variables are not known earlier.
      onExecute: ({ args }) => refuseExcess(args),
      onSubscribe({ args }) {
        // The listener's shortcut passes no more of a request than its headers.
        const { request } = args.contextValue as unknown as { request: Pick<Request, 'headers'> };
        if (!/\btext\/event-stream\b/i.test(request.headers.get('accept') ?? ''))
          throw topLevelError(
            'BAD_USER_INPUT',
            'A subscription is sent as text/event-stream. Set the Accept header to it.',
            {
              http: { status: 406 },
            },
          );
        refuseExcess(args);
      },
    },
  ] as Plugin<Context>[];
}
