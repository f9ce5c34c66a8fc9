import type { Language } from '../../../kernel/locale.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { ja } from './ja.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';
import type { MailWords } from './words.ts';

/** A language without its words does not compile. */
export const MAIL_WORDS: Readonly<Record<Language, MailWords>> = { en, de, fr, es, pt, it, nl, pl, ja, ar };
