/** What a document may ask for at most. Every limit is tested at its bound and one beyond. */
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
import type { Principal } from '../op.ts';
import type { Context } from './context.ts';
import { accessDenied, topLevelError } from './errors.ts';
import { countRows, MAXIMUM_ROWS } from './rows.ts';
import { refuseLongDocument, refuseUnusableText, usableLiterals } from './submittedText.ts';

/** Depth counts fields, whatever fragments they stand in; introspection is not counted, its depth has a limit in graphql-js. */
export const DOCUMENT_LIMITS = { depth: 12, aliases: 20, directives: 20, tokens: 2000, rows: MAXIMUM_ROWS } as const;

/** Mutations whose executions are limited: a document holds at most one of them, whatever it is called and wherever it stands. */
const ONE_PER_DOCUMENT = new Set(['requestPortalLink', 'consumePortalLink']);

const oneAccessMutation: ValidationRule = (context) => {
  /** Each fragment is counted once, so that spreading them into each other takes no time; a cycle is refused elsewhere. */
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

/**
 * Who may ask for the schema: merchants; whoever comes without a credential while GraphiQL is on; never a portal
 * session, whose page knows the schema already.
 */
function mayIntrospect(principal: Principal, graphiql: boolean): boolean {
  return principal.kind === 'merchant' || (principal.kind === 'anonymous' && graphiql);
}

/** Documents are kept parsed, and this is remembered with them. */
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
    if (operation && countRows(schema, document, operation, variableValues ?? {}) > DOCUMENT_LIMITS.rows)
      throw topLevelError(
        'BAD_USER_INPUT',
        `Too much is asked for at once: ${DOCUMENT_LIMITS.rows} rows by the sizes of its pages is the most.`,
      );
  };
  return [
    {
      onParams({ params }) {
        refuseLongDocument(params.query);
        refuseUnusableText(params.variables);
      },
    },
    maxTokensPlugin({ n: DOCUMENT_LIMITS.tokens, ...limit }),
    maxDepthPlugin({ n: DOCUMENT_LIMITS.depth, ignoreIntrospection: true, flattenFragments: true, ...limit }),
    maxAliasesPlugin({ n: DOCUMENT_LIMITS.aliases, allowList: [], ...limit }),
    maxDirectivesPlugin({ n: DOCUMENT_LIMITS.directives, ...limit }),
    {
      onValidate({ addValidationRule }) {
        addValidationRule(oneAccessMutation);
        addValidationRule(usableLiterals);
      },
      // Who is calling, and the values of variables, are known only here.
      onExecute: ({ args }) => refuseExcess(args),
      onSubscribe({ args }) {
        // Of a request, the listener's shortcut gives no more than its headers.
        const { request } = args.contextValue as unknown as { request: Pick<Request, 'headers'> };
        if (!/\btext\/event-stream\b/i.test(request.headers.get('accept') ?? ''))
          throw topLevelError('BAD_USER_INPUT', 'A subscription is answered as text/event-stream: accept that.', {
            http: { status: 406 },
          });
        refuseExcess(args);
      },
    },
  ] as Plugin<Context>[];
}
