/** The Pothos builder: plugins, scalars and the rules that hold for every field. It knows no noun. */
import SchemaBuilder from '@pothos/core';
import ErrorsPlugin from '@pothos/plugin-errors';
import PrismaPlugin from '@pothos/plugin-prisma';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type PrismaTypes from '../db/generated/pothos.ts';
import { getDatamodel } from '../db/generated/pothos.ts';
import { PortalFeatureDisabledError } from '../kernel/errors.ts';
import { kindOfId } from '../kernel/ids.ts';
import { type PortalSwitch, switchedOff } from '../modules/portal/policy.ts';
import type { Context } from './context.ts';
import { accessDenied } from './errors.ts';

/** Larger pages are refused, smaller ones are the default. */
export const MAXIMUM_PAGE_SIZE = 100;
export const DEFAULT_PAGE_SIZE = 20;

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
    authScopes: ({ principal }) => ({
      merchant: principal.kind === 'merchant',
      customer: principal.kind === 'customer',
      signedIn: principal.kind === 'merchant' || principal.kind === 'customer',
      portalFeature: (feature) => principal.kind !== 'customer' || switchedOff(principal.portal, feature) === null,
    }),
    unauthorizedError: (_parent, { principal }, _info, { failure }) =>
      failure.kind === 'AuthScope' && failure.scope === 'portalFeature' && principal.kind === 'customer'
        ? new PortalFeatureDisabledError(switchedOff(principal.portal, failure.parameter as PortalSwitch) ?? '')
        : accessDenied(principal),
  },
  relay: {
    clientMutationId: 'omit',
    cursorType: 'String',
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    nodesOnConnection: true,
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

/** `node(id:)` understands every id: its prefix tells the type. An id of no kind leads to no node. */
function decodeId(id: string): { typename: string; id: string } {
  return { typename: kindOfId(id) ?? 'Customer', id };
}
