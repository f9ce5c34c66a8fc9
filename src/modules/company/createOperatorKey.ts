/** A new API key that the operator makes on the command line, for a company that has lost its keys. */
import { z } from 'zod';
import { type Db, TRANSACTION_LIMITS } from '../../db/client.ts';
import type { EventType } from '../../events/catalog.ts';
import { NotFoundError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import { line, validate } from '../../kernel/validate.ts';
import { recordSecurityEvent } from '../../operation/securityLog.ts';
import { FULL, insertApiKey } from './createApiKey.ts';

const input = z.object({ companyId: z.string(), name: line(100) });

/** Creates a key with all scopes and returns its secret. Throws `NotFoundError` for an unknown company. */
export async function createOperatorKey(
  { db, now }: { db: Db; now: Date },
  given: z.input<typeof input>,
): Promise<string> {
  const { companyId, name } = validate(input, given);
  return db.prisma.$transaction(async (tx) => {
    const company = await tx.company.findUnique({ where: { id: companyId } });
    if (!company) throw new NotFoundError('company', ['companyId']);
    const { testMode } = company;
    const { id, secret } = await insertApiKey(tx, { companyId, name, testMode, now, permissions: FULL });
    await tx.event.create({
      data: {
        ...{ id: newId('Event', now), companyId, objectId: id, data: {}, createdAt: now },
        type: 'api_key.created' satisfies EventType,
        actorKind: 'SYSTEM',
      },
    });
    const principal = { kind: 'system', companyId } as const;
    const entry = { kind: 'API_KEY_CREATED', objectId: id, address: null } as const;
    await recordSecurityEvent({ tx, principal, companyId, wallNow: now }, entry);
    return secret;
  }, TRANSACTION_LIMITS);
}
