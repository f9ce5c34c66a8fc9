import { applyChange, type ChangeResult } from './applyChange.ts';
import type { ChangeContext, ChangeInput } from './changeRequest.ts';

/** Changes the quantity of an item. Fails like `applyChange`. */
export const updateQuantity = (ctx: ChangeContext, input: ChangeInput): Promise<ChangeResult> =>
  applyChange(ctx, 'updateQuantity', input);
