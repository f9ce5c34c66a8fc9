/** The Pothos builder: plugins, scalars and the rules that hold for every field. It knows no noun. */
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin, { type AuthFailure } from '@pothos/plugin-scope-auth';
import type PrismaTypes from '../db/generated/pothos.ts';
import { getDatamodel } from '../db/generated/pothos.ts';
import { PortalFeatureDisabledError } from '../kernel/errors.ts';
import { type IdKind, kindOfId } from '../kernel/ids.ts';
import { type PortalSwitch, switchedOff } from '../modules/portal/policy.ts';
import type { Context } from './context.ts';
import { accessDenied, topLevelError } from './errors.ts';

/** Larger pages are refused, smaller ones are the default. */
export const MAXIMUM_PAGE_SIZE = 100;
export const DEFAULT_PAGE_SIZE = 20;

/**
 * What was deleted is found under its id no longer. It is still met on the records that outlive it, an invoice's customer
 * say, and what is read of it there may take a second look at its row: so that look must not be refused.
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
    nodeTypeOptions: { description: 'Whatever has an id and can be read by it alone.' },
    idFieldOptions: { description: 'The id; its prefix tells the type.' },
    nodeQueryOptions: {
      description: 'Whatever the caller can see under an id, or null when there is nothing.',
      args: { id: { description: 'The id of anything.' } },
      resolve: async (_root, { id }, _context, _info, resolveNode) => unlessDeleted(await resolveNode(id)),
    },
    nodesQueryOptions: {
      description: `What the caller can see under each of up to ${MAXIMUM_PAGE_SIZE} ids, in their order; null where there is nothing.`,
      args: { ids: { description: 'The ids of anything.' } },
      resolve: async (_root, { ids }, _context, _info, resolveNodes) => {
        if (ids.length > MAXIMUM_PAGE_SIZE)
          throw topLevelError('BAD_USER_INPUT', `At most ${MAXIMUM_PAGE_SIZE} ids are read at once.`);
        const found = await resolveNodes(ids);
        return (await Promise.all(found)).map(unlessDeleted);
      },
    },
    pageInfoTypeOptions: { description: 'Where a page lies in its list.' },
    hasNextPageFieldOptions: { description: 'Whether more follows after the page.' },
    hasPreviousPageFieldOptions: { description: 'Whether something comes before the page.' },
    startCursorFieldOptions: { description: 'The cursor of its first entry; null when it is empty.' },
    endCursorFieldOptions: { description: 'The cursor of its last entry; null when it is empty.' },
    pageInfoFieldOptions: { description: 'Where the page lies in the list.' },
    edgesFieldOptions: { nullable: false, description: 'The entries with their cursors.' },
    nodesOnConnection: { description: 'The entries themselves.' },
    nodeFieldOptions: { nullable: false, description: 'The entry.' },
    cursorFieldOptions: { description: 'Where the entry stands: a page can begin after it, or end before it.' },
    firstArgOptions: {
      description: `How many entries from the start, ${MAXIMUM_PAGE_SIZE} at most; ${DEFAULT_PAGE_SIZE} when nothing is said.`,
    },
    afterArgOptions: { description: 'Only what follows the entry with this cursor.' },
    lastArgOptions: { description: `How many entries from the end, ${MAXIMUM_PAGE_SIZE} at most.` },
    beforeArgOptions: { description: 'Only what comes before the entry with this cursor.' },
    encodeGlobalID: (_typename, id) => String(id),
    decodeGlobalID: (id) => decodeId(id),
  },
  prisma: {
    client: (context) => context.db.prisma,
    dmmf: getDatamodel(),
    filterConnectionTotalCount: true,
    maxConnectionSize: MAXIMUM_PAGE_SIZE,
    defaultConnectionSize: DEFAULT_PAGE_SIZE,
    // A selection that was planned and not handed to the database is a programming error; tests meet it first.
    onUnusedQuery: 'error',
  },
});

/** The portal's switch that a denial is about, wherever among the scopes it stands; null for one about the credential. */
function failedFeature(failure: AuthFailure): PortalSwitch | null {
  if (failure.kind === 'AuthScope')
    return failure.scope === 'portalFeature' ? (failure.parameter as PortalSwitch) : null;
  if (!('failures' in failure)) return null;
  const features = failure.failures.map(failedFeature);
  return features.includes(null) ? null : (features[0] ?? null);
}

/** Parts of other records, which are read with these. */
const NO_NODES: ReadonlySet<IdKind | null> = new Set([
  'InvoiceLine',
  'InvoiceSettlement',
  'WebhookAttempt',
  'IdempotencyRecord',
  'ScheduledChange',
]);

/** `node(id:)` understands every id: its prefix tells the type. An id of no kind leads to no node. */
function decodeId(id: string): { typename: string; id: string } {
  const kind = kindOfId(id);
  return { typename: kind === null || NO_NODES.has(kind) ? 'Customer' : kind, id };
}
