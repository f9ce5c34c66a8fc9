import { z } from 'zod';
import { ConflictError } from '../../kernel/errors.ts';
import { validate } from '../../kernel/validate.ts';
import { type MerchantPrincipal, type OpContext, transact } from '../../operation/operation.ts';

const createInput = z.object({ frozenTime: z.date() });

/** Gives a test company a clock. It cannot be removed, because time would run backwards. */
export async function createTestClock(
  ctx: OpContext<MerchantPrincipal>,
  input: { frozenTime: Date },
): Promise<{ id: string }> {
  const { frozenTime } = validate(createInput, input);
  const { companyId: id } = ctx.principal;
  return transact(ctx, async (op) => {
    const { count } = await op.tx.company.updateMany({
      where: { id, testMode: true, testClockAt: null },
      data: { testClockAt: frozenTime, updatedAt: op.now },
    });
    if (count !== 1) {
      const { testMode } = await op.tx.company.findUniqueOrThrow({ where: { id }, select: { testMode: true } });
      throw testMode
        ? new ConflictError('TEST_CLOCK_EXISTS', 'The company already has a test clock.')
        : new ConflictError('TEST_MODE_REQUIRED', 'Only a company in test mode can have a test clock.');
    }
    op.emit('test_clock.created', { objectId: id, data: { frozenTime: frozenTime.toISOString() } });
    return { id };
  });
}
