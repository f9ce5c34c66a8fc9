/** Postmark's mailer, with a local server as Postmark and a short timeout. */
import { type PostmarkSettings, postmarkMailer as realMailer } from '../../src/mail/postmark.ts';

export const postmarkMailer = (settings: PostmarkSettings) =>
  realMailer({ ...settings, baseUrl: process.env.CHAOS_POSTMARK_URL ?? '', timeoutMs: 1500 });
