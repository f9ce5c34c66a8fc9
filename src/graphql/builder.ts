/** The Pothos builder: plugins, scalars and the rules that hold for every field. It depends on no module. */
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth';
import type PrismaTypes from '../db/generated/pothos.ts';
import { getDatamodel } from '../db/generated/pothos.ts';
import { PortalFeatureDisabledError } from '../kernel/errors.ts';
import { type IdKind, kindOfId } from '../kernel/ids.ts';
import { type PortalSwitch, switchedOff } from '../operation/portalPolicy.ts';
import type { Context } from './context.ts';
import { accessDenied, topLevelError } from './maskedErrors.ts';
import { DEFAULT_PAGE_SIZE, MAXIMUM_PAGE_SIZE } from './pageSize.ts';

/**
 * A deleted record is not returned by its id. Records that outlive it, such as the invoices of a customer, still refer to
 * it, and their selections may load its row a second time: `findUnique` of its type therefore must not exclude it.
 */
const unlessDeleted = (found: unknown) => ((found as { deletedAt?: Date | null } | null)?.deletedAt ? null : found);

export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  DefaultNodeNullability: false;
  AuthScopes: { merchant: boolean; customer: boolean; signedIn: boolean; portalFeature: PortalSwitch };
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    /** Amounts: bigint inside, a safe integer on the wire. */
    SafeInt: { Input: number; Output: bigint | number };
    Currency: { Input: string; Output: string };
    JSONObject: { Input: Record<string, unknown>; Output: unknown };
  };
}>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  errors: { directResult: true },
  scopeAuth: {
    // A stream is refused before it begins, not at its first event.
    authorizeOnSubscribe: true,
    authScopes: ({ principal }) => ({
      merchant: principal.kind === 'merchant',
      customer: principal.kind === 'customer',
      signedIn: principal.kind === 'merchant' || principal.kind === 'customer',
      // Without a credential, as in the answer to a link that was just used, it is not known what the portal shows.
      portalFeature: (feature) =>
        principal.kind === 'customer' ? switchedOff(principal.portal, feature) === null : principal.kind === 'merchant',
    }),
    unauthorizedError: (_parent, { principal }, _info, { failure }) => {
      const feature = failedFeature(failure);
      return feature && principal.kind === 'customer'
        ? new PortalFeatureDisabledError(switchedOff(principal.portal, feature) ?? '')
        : accessDenied(principal);
    },
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    nodeTypeOptions: { description: 'An object that `node` returns by its id alone.' },
    idFieldOptions: { description: 'The id. Its prefix identifies the type, as in `cus_…` for `Customer`.' },
    nodeQueryOptions: {
      description: 'The object with an id, or null if the caller cannot see an object with that id.',
      args: { id: { description: 'The id of an object of any type.' } },
      resolve: async (_root, { id }, _context, _info, resolveNode) => unlessDeleted(await resolveNode(id)),
    },
    nodesQueryOptions: {
      description: `The objects with up to ${MAXIMUM_PAGE_SIZE} ids, in the order of the ids; null for each id that the caller cannot see.`,
      args: { ids: { description: `The ids of objects of any types, at most ${MAXIMUM_PAGE_SIZE}.` } },
      resolve: async (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > MAXIMUM_PAGE_SIZE)
          throw topLevelError('BAD_USER_INPUT', `At most ${MAXIMUM_PAGE_SIZE} ids are read at once.`);
        const found = await resolveNodes(ids);
        return (await Promise.all(found)).map(unlessDeleted);
      },
    },
    pageInfoTypeOptions: { description: 'The position of a page in its list.' },
    hasNextPageFieldOptions: { description: 'Whether the list has entries after the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether the list has entries before the page.' },
    startCursorFieldOptions: {
      description: 'The cursor of the first entry of the page, for `before`; null if the page is empty.',
    },
    endCursorFieldOptions: {
      description: 'The cursor of the last entry of the page, for `after`; null if the page is empty.',
    },
    pageInfoFieldOptions: { description: 'The position of the page in the list.' },
    edgesFieldOptions: { nullable: false, description: 'The entries of the page, each with its cursor.' },
    nodesOnConnection: { description: 'The entries of the page, without their cursors.' },
    nodeFieldOptions: { nullable: false, description: 'The object at this place of the list.' },
    cursorFieldOptions: { description: 'The position of the entry, for `after` and `before`.' },
    firstArgOptions: {
      description: `The number of entries from the start of the list, 0 to ${MAXIMUM_PAGE_SIZE}; ${DEFAULT_PAGE_SIZE} by default.`,
    },
    afterArgOptions: { description: 'Only entries after the one with this cursor.' },
    lastArgOptions: {
      description: `The number of entries from the end of the list, 0 to ${MAXIMUM_PAGE_SIZE}, instead of \`first\`.`,
    },
    beforeArgOptions: { description: 'Only entries before the one with this cursor.' },
    encodeGlobalID: (_typename, id) => String(id),
    decodeGlobalID: (id) => decodeId(id),
  },
  prisma: {
    client: (context) => context.db.prisma,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    maxConnectionSize: MAXIMUM_PAGE_SIZE,
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
    // A planned selection that is not passed to the database is a programming error, which tests detect.
    onUnusedQuery: 'error',
  },
});

/** The portal's switch that caused a denial, at any depth of the scopes; null if the credential caused it. */
function failedFeature(failure: AuthFailure): PortalSwitch | null {
  if (failure.kind === 'AuthScope')
    return failure.scope === 'portalFeature' ? (failure.parameter as PortalSwitch) : null;
  if (!('failures' in failure)) return null;
  const features = failure.failures.map(failedFeature);
  return features.includes(null) ? null : (features[0] ?? null);
}

/** The kinds of ids that are no nodes: they are parts of other records, which are read with these. */
const NO_NODES: ReadonlySet<IdKind | null> = new Set([
  'InvoiceLine',
  'InvoiceSettlement',
  'WebhookAttempt',
  'SecurityEvent',
  'IdempotencyRecord',
  'ScheduledChange',
  'TaxIdCheck',
  'TaxRate',
  'LocationEvidence',
  'InvoiceTax',
  'InvoiceCorrection',
  'ProviderSignal',
  'CustomerEmail',
  'PromotionCodeRedemption',
]);

/** `node(id:)` accepts every id: its prefix identifies the type. An id of no kind leads to no node. */
function decodeId(id: string): { typename: string; id: string } {
  const kind = kindOfId(id);
  return { typename: kind === null || NO_NODES.has(kind) ? 'Customer' : kind, id };
}
