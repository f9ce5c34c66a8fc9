/** The language in which a customer reads the merchant's own texts. Merchants get them as they wrote them. */
import { acceptedLocale, type Language } from '../i18n/locale.ts';
import type { Context } from './context.ts';

const known = new WeakMap<object, Language | null>();

/** Parsed once for each request, because a list of plans has many texts. */
export function readerLanguage(ctx: Pick<Context, 'principal' | 'acceptLanguage'>): Language | null {
  if (ctx.principal.kind !== 'customer') return null;
  const before = known.get(ctx);
  if (before !== undefined) return before;
  const language = acceptedLocale(ctx.acceptLanguage)?.language ?? null;
  known.set(ctx, language);
  return language;
}
