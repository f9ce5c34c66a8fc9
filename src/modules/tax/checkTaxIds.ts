/**
 * Queries the register about customers' tax ids: after a change, and again every thirty days. Only companies with tax turned
 * on have their customers' ids queried. Every result is stored as the proof of a treatment.
 */
import type { TaxIdStatus } from '../../db/generated/client/enums.ts';
import type { SweepParts } from '../../jobs/sweepParts.ts';
import { after, DAY, HOUR, MINUTE } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import { checkTaxId } from '../../kernel/tax/taxIds.ts';
import { transact } from '../../operation/operation.ts';
import type { RegisterNumber, RegisterResult, TaxIdRegister } from './register.ts';

const BATCH = 50;
/** The time after which a tax id with a final result is queried again. */
const FRESH = 30 * DAY;
/** A process that dies during a query leaves the customer to the next one after this time. */
const CLAIM = 5 * MINUTE;
/** Waits after a query without a result; then daily. Outages of a national register last for weeks. */
const RETRIES = [MINUTE, 5 * MINUTE, 15 * MINUTE, HOUR, 6 * HOUR];

interface Parts extends SweepParts {
  register: TaxIdRegister | null;
}

const WANTED = {
  id: true,
  companyId: true,
  taxIdValue: true,
  taxIdStatus: true,
  taxIdCheckDueAt: true,
  taxIdCheckAttempts: true,
} as const;

interface Due {
  id: string;
  companyId: string;
  taxIdValue: string | null;
  taxIdStatus: TaxIdStatus | null;
  taxIdCheckDueAt: Date | null;
  taxIdCheckAttempts: number;
}

const split = (value: string): RegisterNumber => ({ country: value.slice(0, 2), number: value.slice(2) });

/** The company's own EU VAT id; without it VIES gives no consultation number. */
async function requesterOf({ db }: Parts, companyId: string, now: Date): Promise<string | null> {
  const { taxId, registrations } = await db.prisma.company.findUniqueOrThrow({
    where: { id: companyId },
    select: {
      taxId: true,
      registrations: {
        where: {
          scheme: 'DOMESTIC',
          validFrom: { lte: now },
          OR: [{ validUntil: null }, { validUntil: { gte: now } }],
        },
        select: { number: true },
      },
    },
  });
  for (const number of [...registrations.map((one) => one.number), taxId]) {
    const checked = number ? checkTaxId('eu_vat', number) : null;
    if (checked?.valid) return checked.value;
  }
  return null;
}

/** Queries with the requester, and without it if the register refuses it. */
async function query(register: TaxIdRegister, value: string, requester: string | null) {
  const result = await register.check(split(value), requester === null ? null : split(requester));
  if (result.kind !== 'REQUESTER_REFUSED') return { result, requester, refused: null };
  const again = await register.check(split(value), null);
  return { result: again, requester: null, refused: result.code };
}

/** The status after a result. A confirmed number stays confirmed while the register cannot be reached. */
function statusAfter(before: TaxIdStatus | null, result: RegisterResult): TaxIdStatus {
  if (result.kind === 'VALID') return 'VERIFIED';
  if (result.kind === 'INVALID') return 'UNVERIFIED';
  return before === 'VERIFIED' ? before : 'UNAVAILABLE';
}

const isFinal = ({ kind }: RegisterResult): boolean => kind === 'VALID' || kind === 'INVALID';

/** The stored part of a result. `refused` is the code with which the register refused the requester. */
function proofOf(result: RegisterResult, refused: string | null) {
  if (result.kind !== 'VALID') return { code: result.code, consultationNumber: null, name: null, address: null };
  const { consultationNumber, name, address } = result;
  return { code: refused, consultationNumber, name, address };
}

function nextQuery(result: RegisterResult, attempts: number, now: Date): Date {
  if (isFinal(result)) return after(now, FRESH);
  return after(now, result.kind === 'BLOCKED' ? DAY : (RETRIES[attempts] ?? DAY));
}

/** Stores a result, unless the number was changed or removed in the meantime. */
async function record(
  { db, queue }: Parts,
  customer: Due & { taxIdValue: string },
  { result, requester, refused }: Awaited<ReturnType<typeof query>>,
  now: Date,
): Promise<void> {
  const { id, companyId, taxIdValue: value, taxIdStatus: before, taxIdCheckAttempts: attempts } = customer;
  const status = statusAfter(before, result);
  const final = isFinal(result);
  await transact({ db, queue, now, principal: { kind: 'system', companyId } }, async (op) => {
    const { count } = await op.tx.customer.updateMany({
      where: { id, companyId, taxIdType: 'eu_vat', taxIdValue: value, deletedAt: null },
      data: {
        taxIdStatus: status,
        taxIdCheckDueAt: nextQuery(result, attempts, now),
        taxIdCheckAttempts: final ? 0 : attempts + 1,
        ...(final ? { taxIdCheckedAt: now } : {}),
      },
    });
    if (count !== 1) return;
    const proof = proofOf(result, refused);
    const ids = { id: newId('TaxIdCheck', now), companyId, customerId: id };
    await op.tx.taxIdCheck.create({
      data: { ...ids, ...proof, register: 'VIES', value, requester, status: statusAfter(null, result), createdAt: now },
    });
    if (status === before && result.kind !== 'BLOCKED' && !refused) return;
    const { code, consultationNumber } = proof;
    op.emit('customer.tax_id_checked', {
      objectId: id,
      customerId: id,
      data: { status, before, code, consultationNumber },
    });
  });
}

/** Queries nothing until `until`, for any company: the register has blocked this server. */
async function postpone({ db }: Parts, until: Date): Promise<void> {
  await db.prisma.customer.updateMany({
    where: { taxIdCheckDueAt: { lt: until }, taxIdType: 'eu_vat' },
    data: { taxIdCheckDueAt: until },
  });
}

/**
 * Queries one number after the other, because registers limit concurrent requests. Returns the number of queries; stops
 * when the register blocks this server.
 */
export async function checkTaxIds(parts: Parts, now: Date): Promise<number> {
  const { db, log, register, enough } = parts;
  if (!register) return 0;
  const due = await db.prisma.customer.findMany({
    where: {
      taxIdCheckDueAt: { lte: now },
      taxIdType: 'eu_vat',
      deletedAt: null,
      company: { disabledAt: null, taxConfig: { engine: 'BUILT_IN' } },
    },
    orderBy: [{ taxIdCheckDueAt: 'asc' }, { id: 'asc' }],
    take: BATCH,
    select: WANTED,
  });
  let done = 0;
  for (const customer of due) {
    if (enough?.()) break;
    const { id, companyId, taxIdValue, taxIdCheckDueAt } = customer;
    if (taxIdValue === null) continue;
    // The process that claims the customer queries; the others skip it.
    const { count } = await db.prisma.customer.updateMany({
      where: { id, companyId, taxIdCheckDueAt },
      data: { taxIdCheckDueAt: after(now, CLAIM) },
    });
    if (count !== 1) continue;
    done++;
    const found = await query(register, taxIdValue, await requesterOf(parts, companyId, now));
    await record(parts, { ...customer, taxIdValue }, found, now).catch((error: unknown) =>
      log.error(
        { customerId: id, type: error instanceof Error ? error.constructor.name : 'unknown' },
        'The result of a register of tax ids could not be recorded.',
      ),
    );
    if (found.result.kind === 'BLOCKED') {
      await postpone(parts, after(now, DAY));
      break;
    }
  }
  return done;
}
