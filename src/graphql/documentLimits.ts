/** What a document may ask for at most. Every limit is tested at its bound and one beyond. */
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthPlugin } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesPlugin } from '@escape.tech/graphql-armor-max-directives';
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens';
import {
  type FragmentDefinitionNode,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Context } from './context.ts';

export const DOCUMENT_LIMITS = { depth: 12, aliases: 20, directives: 20, tokens: 2000 } as const;

/** Mutations whose executions are limited: a document holds at most one of them, whatever it is called and wherever it stands. */
const ONE_PER_DOCUMENT = new Set(['requestPortalLink', 'consumePortalLink']);

const oneAccessMutation: ValidationRule = (context) => {
  const count = (set: SelectionSetNode, seen: ReadonlySet<string>): number =>
    set.selections.reduce((sum, selection) => {
      if (selection.kind === 'Field') return sum + (ONE_PER_DOCUMENT.has(selection.name.value) ? 1 : 0);
      if (selection.kind === 'InlineFragment') return sum + count(selection.selectionSet, seen);
      const name = selection.name.value;
      const fragment: FragmentDefinitionNode | null | undefined = seen.has(name) ? null : context.getFragment(name);
      return fragment ? sum + count(fragment.selectionSet, new Set([...seen, name])) : sum;
    }, 0);
  return {
    Document(document) {
      const total = document.definitions.reduce(
        (sum, definition) =>
          definition.kind === 'OperationDefinition' && definition.operation === 'mutation'
            ? sum + count(definition.selectionSet, new Set())
            : sum,
        0,
      );
      if (total > 1)
        context.reportError(new GraphQLError('Too many access mutations in one document: one is allowed.'));
    },
  };
};

export function documentLimits({ introspection }: { introspection: boolean }): Plugin<Context>[] {
  const limit = { propagateOnRejection: true, exposeLimits: true };
  return [
    maxTokensPlugin({ n: DOCUMENT_LIMITS.tokens, ...limit }),
    maxDepthPlugin({ n: DOCUMENT_LIMITS.depth, ignoreIntrospection: introspection, ...limit }),
    maxAliasesPlugin({ n: DOCUMENT_LIMITS.aliases, allowList: [], ...limit }),
    maxDirectivesPlugin({ n: DOCUMENT_LIMITS.directives, ...limit }),
    {
      onValidate({ addValidationRule, context }) {
        addValidationRule(oneAccessMutation);
        // A portal session has a page that knows the schema; there is nothing in it for a customer to explore.
        const { principal } = context as Context;
        const merchant = principal?.kind === 'merchant';
        if (!merchant && !(introspection && principal?.kind !== 'customer'))
          addValidationRule(NoSchemaIntrospectionCustomRule);
      },
    },
  ] as Plugin<Context>[];
}
