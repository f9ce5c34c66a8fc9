/** Creates companies. No API call does so: the operator uses the command line or a seed. */
import { z } from 'zod';
import { type Db, TRANSACTION_LIMITS } from '../../db/client.ts';
import type { EventType } from '../../events/catalog.ts';
import { newId } from '../../kernel/ids.ts';
import { line, validate } from '../../kernel/validate.ts';
import { refusePostalCode } from '../customer/billingFields.ts';
import { companyColumns, companyFields } from './companyFields.ts';
import { FULL, insertApiKey } from './createApiKey.ts';

const createInput = companyFields.extend({
  testMode: z.boolean().default(true),
  apiKeyName: line(100).default('First key'),
});
export type CreateCompanyInput = z.input<typeof createInput>;

/** The default invoice prefix, from letters and digits of the name: `Ärzte & Söhne 24` becomes `ARZTESOHNE24-…`. */
function prefixFrom(name: string): string {
  const letters = name
    .normalize('NFKD')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  return letters.slice(0, 12) || 'INV';
}

/**
 * Creates a company, its portal and dunning configurations with safe defaults, and a first API key, returned only here.
 */
export async function createCompany(
  { db, now }: { db: Db; now: Date },
  input: CreateCompanyInput,
): Promise<{ companyId: string; apiKey: string }> {
  const { apiKeyName, invoicePrefix, ...fields } = validate(createInput, input);
  refusePostalCode(fields.address, null);
  const companyId = newId('Company', now);
  const stamps = { createdAt: now, updatedAt: now };
  const apiKey = await db.prisma.$transaction(async (tx) => {
    await tx.company.create({
      data: {
        ...companyColumns(fields),
        ...stamps,
        id: companyId,
        invoicePrefix: invoicePrefix ?? prefixFrom(fields.name),
      },
    });
    // The defaults of all other columns permit nothing.
    await tx.portalConfig.create({ data: { companyId, ...stamps } });
    await tx.dunningConfig.create({ data: { companyId, ...stamps } });
    await tx.event.create({
      data: {
        id: newId('Event', now),
        companyId,
        type: 'company.created' satisfies EventType,
        actorKind: 'SYSTEM',
        objectId: companyId,
        data: {},
        createdAt: now,
      },
    });
    return insertApiKey(tx, { companyId, name: apiKeyName, testMode: fields.testMode, now, permissions: FULL });
  }, TRANSACTION_LIMITS);
  return { companyId, apiKey: apiKey.secret };
}
