/** The security log in GraphQL. Merchants only. */
import type { SecurityEventKind } from '../../db/generated/client/enums.ts';
import { readMany } from '../../db/read/read.ts';
import { builder } from '../../graphql/builder.ts';
import { newestFirst, refuseHugePages, startingAt } from '../../graphql/connections.ts';
import { createdWithin, DateTimeRange, oneOf } from '../../graphql/filters.ts';
import { DEFAULT_RETENTION } from '../../kernel/retention.ts';
import { visibleToMerchant } from '../../operation/operation.ts';
import { ActorKind } from '../event/schema.ts';

const SecurityEventKindType = builder.enumType('SecurityEventKind', {
  description: 'The kinds of entries in the security log.',
  values: {
    SIGNED_IN: { description: 'A customer opened a portal session; `objectId` is its id.' },
    API_KEY_CREATED: { description: 'An API key was created; `objectId` is its id.' },
    API_KEY_REVOKED: { description: 'An API key was revoked; `objectId` is its id.' },
    API_KEY_REFUSED: {
      description:
        'A key of the company was refused: `detail` is `REVOKED`, `EXPIRED` or `ADDRESS_NOT_ALLOWED`. Repetitions within ten minutes are not listed.',
    },
    RATE_LIMIT_REACHED: {
      description:
        'Requests were refused because there were too many; `detail` names the limit. Listed once per window.',
    },
    CUSTOMER_EXPORTED: {
      description: 'The data of a customer were exported, or a CSV file of the company, which `detail` names.',
    },
    CUSTOMER_ERASED: { description: 'The personal data of a customer were erased.' },
  } satisfies Record<SecurityEventKind, { description: string }>,
});

const SecurityEvent = builder.prismaObject('SecurityEvent', {
  description: `An entry of the security log. Entries are deleted after ${DEFAULT_RETENTION.securityLogDays} days, or another number of days that the operator has set. Merchants only.`,
  authScopes: { merchant: true },
  fields: (t) => ({
    id: t.exposeID('id', { description: 'The id of the entry.' }),
    kind: t.expose('kind', { type: SecurityEventKindType, description: 'The kind of the entry.' }),
    actorKind: t.expose('actorKind', {
      type: ActorKind,
      description: 'The kind of caller that did it; `SYSTEM` also for callers without a valid credential.',
    }),
    actorId: t.exposeID('actorId', {
      nullable: true,
      description: 'The id of the API key or portal session that did it; null if there was none.',
    }),
    customerId: t.exposeID('customerId', {
      nullable: true,
      description: 'The id of the customer whom it concerns; null if it concerns none.',
    }),
    objectId: t.exposeID('objectId', {
      nullable: true,
      description: 'The id of the record that was created or changed; null if there is none.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description:
        'The network address of the client, as far as configured proxies are trusted; null for the server itself, and after the erasure of the customer.',
    }),
    detail: t.exposeString('detail', {
      nullable: true,
      description: 'A word about it, as the description of the kind states; null if there is none. An open list.',
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When it happened, in real time also for a company with a test clock.',
    }),
  }),
});

builder.queryField('securityEvents', (t) =>
  t.prismaConnection(
    {
      type: SecurityEvent,
      cursor: 'id',
      authScopes: { merchant: true },
      args: {
        kinds: t.arg({ type: [SecurityEventKindType], description: 'Only entries of these kinds. All by default.' }),
        customerId: t.arg.id({ description: 'Only entries about the customer with this id.' }),
        createdAt: t.arg({ type: DateTimeRange, description: 'Only entries of this range of time.' }),
      },
      description: `The security log of the company: sign-ins, refused keys, reached limits, changes of keys, exports and erasures, of the last ${DEFAULT_RETENTION.securityLogDays} days by default, newest first. Merchants only.`,
      resolve: (query, _root, { kinds, customerId, createdAt, ...page }, { db, principal }) => {
        refuseHugePages(page);
        const visible = visibleToMerchant(principal);
        return readMany(db, 'SecurityEvent', {
          ...query,
          ...startingAt(page, visible),
          where: { ...visible, kind: oneOf(kinds), ...(customerId ? { customerId } : {}), ...createdWithin(createdAt) },
          orderBy: newestFirst(),
        });
      },
    },
    { name: 'SecurityEventConnection', description: 'A page of the security log.' },
    { name: 'SecurityEventEdge', description: 'An entry in the security log.' },
  ),
);
