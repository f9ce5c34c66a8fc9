/** The merchant's translations of the texts of its portal. */
import type { Language } from '../../../i18n/locale.ts';
import { type Translations, translationsOf } from '../../../i18n/translationMap.ts';

export interface PortalTexts {
  portalHeader: string | null;
  footerText: string | null;
  cancellationReasons: { reason: string; text: string }[];
}

export const portalTranslations = (stored: unknown): Translations<PortalTexts> => translationsOf<PortalTexts>(stored);

/** The reasons in their order, each with its text in the language, or else as it is. */
export function reasonTexts(
  { cancellationReasons, translations }: { cancellationReasons: readonly string[]; translations: unknown },
  language: Language | null,
): { reason: string; text: string }[] {
  const translated = language === null ? undefined : portalTranslations(translations)[language]?.cancellationReasons;
  return cancellationReasons.map((reason) => ({
    reason,
    text: translated?.find((entry) => entry.reason === reason)?.text ?? reason,
  }));
}
