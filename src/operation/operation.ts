/**
 * One mutation is one transaction. `transact` opens it and passes an `Op` to the domain: the transaction, the operation's
 * instant, the principal, and `emit` and `enqueue`, whose rows commit with the change.
 * `Op` hides the outer client: PGlite has one connection, so using that client inside a transaction deadlocks.
 */
import { type Db, TRANSACTION_LIMITS, type Tx } from '../db/client.ts';
import type { Prisma } from '../db/generated/client/client.ts';
import type { ApiKeyScope } from '../db/generated/client/enums.ts';
import { asTransaction } from '../db/insideTransaction.ts';
import { insertRows } from '../db/writeRows.ts';
import type { EventData, EventType } from '../events/catalog.ts';
import type { Queue } from '../jobs/queue.ts';
import { ConflictError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { type PortalSettings, type PortalSwitch, switchedOff } from './portalPolicy.ts';

/** The caller. */
export type Principal =
  | { kind: 'anonymous' }
  | {
      kind: 'merchant';
      companyId: string;
      apiKeyId: string;
      /** The scopes of the API key; absent for programs inside the server, which may do everything. */
      scopes?: readonly ApiKeyScope[];
      testClockAt?: Date | null;
    }
  | {
      kind: 'customer';
      companyId: string;
      customerId: string;
      sessionId: string;
      portal: PortalSettings;
      /** The customer's locale, as a BCP 47 tag. */
      locale?: string | null;
      testClockAt?: Date | null;
    }
  | { kind: 'system'; companyId: string };

export type SignedIn = Exclude<Principal, { kind: 'anonymous' }>;
export type MerchantPrincipal = Extract<Principal, { kind: 'merchant' }>;
export type CustomerPrincipal = Extract<Principal, { kind: 'customer' }>;

/** The context of a domain function. `now` was read once per operation, from the clock or the company's test clock. */
export interface OpContext<P extends Principal = SignedIn> {
  readonly db: Db;
  readonly queue: Queue;
  readonly now: Date;
  readonly principal: P;
}

/** The context of a query: `transact` does not accept it, so a query cannot write. */
export type ReadContext<P extends Principal = SignedIn> = Omit<OpContext<P>, 'queue'>;

interface EmittedEvent<T extends EventType = EventType> {
  objectId: string;
  customerId?: string | null;
  /** The actor, if the caller has no credential yet, as when a session is opened. */
  actor?: { kind: 'CUSTOMER' | 'MERCHANT' | 'SYSTEM'; id: string | null };
  /** Facts beyond the object itself, as declared in events/catalog.ts. Never a token, an address or a message body. */
  data?: EventData<T>;
}

export interface Op<P extends Principal = SignedIn> {
  readonly tx: Tx;
  readonly now: Date;
  readonly principal: P;
  /** Records an event. Types and their `data` are declared in events/catalog.ts. */
  emit<T extends EventType>(type: T, event: EmittedEvent<T>): void;
  enqueue(job: string, data: object, options?: { startAfter?: Date }): Promise<void>;
  /** Enqueues a job for each of the data, by one statement. */
  enqueueAll(job: string, data: readonly object[]): Promise<void>;
  /**
   * Runs the action as the last statements before the commit, after events and jobs are written: for a lock that many
   * transactions take and that ends with the commit, such as that of the company's next invoice number.
   */
  beforeCommit(action: () => Promise<void>): void;
}

/** The `where` condition for rows of customers that the caller may see. */
export function visibleTo(principal: Principal): { companyId: string; customerId?: string } {
  if (principal.kind === 'customer') return { companyId: principal.companyId, customerId: principal.customerId };
  return visibleInCompany(principal);
}

/** The `where` condition for rows of the company as a whole, such as its catalog. */
export function visibleInCompany(principal: Principal): { companyId: string } {
  // No company has an empty id, so an anonymous caller sees nothing.
  return { companyId: principal.kind === 'anonymous' ? '' : principal.companyId };
}

/** The `where` condition for rows of a section of the portal. Customers see none while the section is off. */
export function visibleIn(section: PortalSwitch, principal: Principal): { companyId: string; customerId?: string } {
  const hidden = principal.kind === 'customer' && switchedOff(principal.portal, section) !== null;
  return visibleTo(hidden ? { kind: 'anonymous' } : principal);
}

/** The `where` condition for a merchant's own records (keys, events). It matches nothing for a customer. */
export function visibleToMerchant(principal: Principal): { companyId: string } {
  return visibleInCompany(principal.kind === 'customer' ? { kind: 'anonymous' } : principal);
}

/** The `where` condition for customers that the caller may see. */
export function visibleCustomer(principal: Principal): { companyId: string; id?: string; deletedAt?: null } {
  if (principal.kind === 'customer')
    return { companyId: principal.companyId, id: principal.customerId, deletedAt: null };
  return visibleInCompany(principal);
}

/** The actor kind of a principal in events and records. */
export const ACTOR = { merchant: 'MERCHANT', customer: 'CUSTOMER', system: 'SYSTEM' } as const;

function actorOf(principal: SignedIn) {
  const actorId =
    principal.kind === 'merchant' ? principal.apiKeyId : principal.kind === 'customer' ? principal.sessionId : null;
  return { actorKind: ACTOR[principal.kind], actorId };
}

/** True for a serialization failure or a deadlock: Prisma's P2034, or the SQLSTATE in a raw query's error. */
function lostRace(error: unknown): boolean {
  const { code, meta } = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
  };
  return code === 'P2034' || ['40001', '40P01'].includes(meta?.driverAdapterError?.cause?.originalCode ?? code ?? '');
}

/** Runs `fn` in one transaction. Its events and jobs commit or roll back with it. Throws `ConflictError` on a lost race. */
export async function transact<T, P extends SignedIn>(ctx: OpContext<P>, fn: (op: Op<P>) => Promise<T>): Promise<T> {
  let jobs = 0;
  try {
    const result = await ctx.db.prisma.$transaction(async (tx) => {
      const events: Prisma.EventCreateManyInput[] = [];
      const last: (() => Promise<void>)[] = [];
      const op: Op<P> = {
        tx,
        now: ctx.now,
        principal: ctx.principal,
        emit(type, { objectId, customerId, actor, data }) {
          events.push({
            id: newId('Event', ctx.now),
            companyId: ctx.principal.companyId,
            type,
            ...(actor ? { actorKind: actor.kind, actorId: actor.id } : actorOf(ctx.principal)),
            customerId: customerId ?? null,
            objectId,
            data: (data ?? {}) as Prisma.InputJsonObject,
            createdAt: ctx.now,
          });
        },
        async enqueue(job, data, options) {
          jobs++;
          await ctx.queue.enqueue(tx, job, data, options);
        },
        async enqueueAll(job, data) {
          jobs += data.length;
          await ctx.queue.enqueueAll(tx, job, data);
        },
        beforeCommit(action) {
          last.push(action);
        },
      };
      const value = await asTransaction(() => fn(op));
      await insertRows(tx, 'Event', events);
      for (const action of last) await action();
      return value;
    }, TRANSACTION_LIMITS);
    if (jobs > 0) ctx.queue.wake();
    return result;
  } catch (error) {
    if (lostRace(error))
      throw new ConflictError('CHANGED_CONCURRENTLY', 'Another request changed this at the same time. Try again.');
    throw error;
  }
}
