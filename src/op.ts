/**
 * One mutation is one transaction. `transact` opens it and hands the domain an `Op`: the transaction, the
 * operation's one instant, who is calling, and `emit` and `enqueue`, whose rows commit with the change.
 * The outer client is left out on purpose: on the embedded database a second client inside a transaction
 * waits for ever.
 */
import { type Db, TRANSACTION_LIMITS, type Tx } from './db/client.ts';
import type { Prisma } from './db/generated/client/client.ts';
import type { Queue } from './jobs/queue.ts';
import { ConflictError } from './kernel/errors.ts';
import { newId } from './kernel/ids.ts';
import type { EventData, EventType } from './modules/event/catalogue.ts';
import { type PortalSettings, type PortalSwitch, switchedOff } from './modules/portal/policy.ts';

/** Who is calling. */
export type Principal =
  | { kind: 'anonymous' }
  | { kind: 'merchant'; companyId: string; apiKeyId: string; testClockAt?: Date | null }
  | {
      kind: 'customer';
      companyId: string;
      customerId: string;
      sessionId: string;
      portal: PortalSettings;
      /** What the customer reads, as a BCP 47 tag. */
      locale?: string | null;
      testClockAt?: Date | null;
    }
  | { kind: 'system'; companyId: string };

export type SignedIn = Exclude<Principal, { kind: 'anonymous' }>;
export type MerchantPrincipal = Extract<Principal, { kind: 'merchant' }>;
export type CustomerPrincipal = Extract<Principal, { kind: 'customer' }>;

/** What every domain function may rely on; `now` was read once, when the operation began: from the clock, or the company's test clock. */
export interface OpContext<P extends Principal = SignedIn> {
  readonly db: Db;
  readonly queue: Queue;
  readonly now: Date;
  readonly principal: P;
}

export interface EmittedEvent<T extends EventType = EventType> {
  objectId: string;
  customerId?: string | null;
  /** Who did it, where the caller has no credential yet, as when a session is opened. */
  actor?: { kind: 'CUSTOMER' | 'MERCHANT' | 'SYSTEM'; id: string | null };
  /** What a receiver needs to know beyond the object itself, as the catalogue describes it. Never a token, an address or a message body. */
  data?: EventData<T>;
}

export interface Op<P extends Principal = SignedIn> {
  readonly tx: Tx;
  readonly now: Date;
  readonly principal: P;
  /** Tells of something; the type, and what `data` may hold, stand in modules/event/catalogue.ts. */
  emit<T extends EventType>(type: T, event: EmittedEvent<T>): void;
  enqueue(job: string, data: object, options?: { startAfter?: Date }): Promise<void>;
}

/** The condition under which a row that belongs to a customer may be seen by the caller. */
export function visibleTo(principal: Principal): { companyId: string; customerId?: string } {
  if (principal.kind === 'customer') return { companyId: principal.companyId, customerId: principal.customerId };
  return visibleInCompany(principal);
}

/** The condition under which a row of the company as a whole (its catalogue, say) may be seen by the caller. */
export function visibleInCompany(principal: Principal): { companyId: string } {
  // No company has an empty id, so that a caller without a credential sees nothing.
  return { companyId: principal.kind === 'anonymous' ? '' : principal.companyId };
}

/** The same for a row of a section of the portal: while the section is switched off, customers see none of it. */
export function visibleIn(section: PortalSwitch, principal: Principal): { companyId: string; customerId?: string } {
  const hidden = principal.kind === 'customer' && switchedOff(principal.portal, section) !== null;
  return visibleTo(hidden ? { kind: 'anonymous' } : principal);
}

/** The condition under which a merchant's own record (a key, an event) may be seen: to a customer it looks as if there were none. */
export function visibleToMerchant(principal: Principal): { companyId: string } {
  return visibleInCompany(principal.kind === 'customer' ? { kind: 'anonymous' } : principal);
}

/** The condition under which a customer may be seen by the caller. */
export function visibleCustomer(principal: Principal): { companyId: string; id?: string; deletedAt?: null } {
  if (principal.kind === 'customer')
    return { companyId: principal.companyId, id: principal.customerId, deletedAt: null };
  return visibleInCompany(principal);
}

/** How events and records name the kind of who did it. */
export const ACTOR = { merchant: 'MERCHANT', customer: 'CUSTOMER', system: 'SYSTEM' } as const;

function actorOf(principal: SignedIn) {
  const actorId =
    principal.kind === 'merchant' ? principal.apiKeyId : principal.kind === 'customer' ? principal.sessionId : null;
  return { actorKind: ACTOR[principal.kind], actorId };
}

/** "Another transaction was faster" (serialization failure, deadlock): Prisma's P2034, or what a raw query's error carries. */
function lostRace(error: unknown): boolean {
  const { code, meta } = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
  };
  return code === 'P2034' || ['40001', '40P01'].includes(meta?.driverAdapterError?.cause?.originalCode ?? code ?? '');
}

/** Runs `fn` in one transaction; its events and jobs commit, or roll back, with it. */
export async function transact<T, P extends SignedIn>(ctx: OpContext<P>, fn: (op: Op<P>) => Promise<T>): Promise<T> {
  let jobs = 0;
  try {
    const result = await ctx.db.prisma.$transaction(async (tx) => {
      const events: Prisma.EventCreateManyInput[] = [];
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
      };
      const value = await fn(op);
      if (events.length > 0) await tx.event.createMany({ data: events });
      return value;
    }, TRANSACTION_LIMITS);
    if (jobs > 0) ctx.queue.wake();
    return result;
  } catch (error) {
    if (lostRace(error)) throw new ConflictError('This was changed by somebody else at the same moment. Try again.');
    throw error;
  }
}
