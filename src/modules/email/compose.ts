/** How the content of an e-mail is made from the event that it follows. */
import type { MailParts, ReadyMail, Recipient } from '../customer/mail.ts';

/** The event that an e-mail follows. */
export interface Cause {
  id: string;
  companyId: string;
  type: string;
  objectId: string;
  data: Record<string, unknown>;
  createdAt: Date;
}

interface Content extends ReadyMail {
  /** SHA-256 of the attached PDF; null without one. */
  attachmentHash: string | null;
}

/** The content as of now; null if the e-mail is out of date, such as a reminder of a renewal that was canceled. */
export type Compose = (parts: MailParts, cause: Cause, customer: Recipient) => Promise<Content | null>;
