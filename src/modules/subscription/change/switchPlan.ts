import { applyChange, type ChangeResult } from './applyChange.ts';
import type { ChangeContext, ChangeInput } from './changeRequest.ts';

/** Moves an item to another price, and to another quantity if one is given. Fails like `applyChange`. */
export const switchPlan = (ctx: ChangeContext, input: ChangeInput): Promise<ChangeResult> =>
  applyChange(ctx, 'switchPlan', input);
