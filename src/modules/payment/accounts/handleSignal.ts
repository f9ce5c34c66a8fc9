/** The job that follows a signal: it reads the object at the provider and applies its state. */
import type { Db } from '../../../db/client.ts';
import type { ProviderSignal, SignalSubject } from '../../../db/generated/client/client.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { ProviderSession } from '../port.ts';
import type { AccountSessions } from './openAccount.ts';
import type { ProviderSignalJob } from './receiveSignals.ts';

/** Applies the state of an object. It runs once or more for a signal, and concurrently for several of one object. */
export type SignalHandler = (
  signal: Pick<ProviderSignal, 'companyId' | 'accountId' | 'ref'>,
  session: ProviderSession,
) => Promise<void>;

/** Signals about other objects are acknowledged and have no effect. */
export type SignalHandlers = Partial<Record<SignalSubject, SignalHandler>>;

interface SignalParts {
  db: Db;
  clock: Clock;
  accountSessions: AccountSessions;
}

/** Throws what the provider throws, so that the queue repeats the job. */
export async function handleSignal(
  { db, clock, accountSessions }: SignalParts,
  { companyId, signalId }: ProviderSignalJob,
  handlers: SignalHandlers,
): Promise<void> {
  const signal = await db.prisma.providerSignal.findFirst({
    where: { id: signalId, companyId, handledAt: null },
    include: { account: true },
  });
  // It was handled, is too old, or its account was disconnected since.
  if (!signal || signal.account.status === 'DISCONNECTED') return;
  const own = { id: signalId, companyId };
  try {
    await handlers[signal.about]?.(signal, accountSessions.open(signal.account).session);
  } catch (error) {
    const lastError = error instanceof Error ? error.constructor.name : 'unknown';
    await db.prisma.providerSignal.updateMany({ where: own, data: { tries: { increment: 1 }, lastError } });
    throw error;
  }
  await db.prisma.providerSignal.updateMany({
    where: own,
    data: { handledAt: clock.now(), tries: { increment: 1 }, lastError: null },
  });
}
