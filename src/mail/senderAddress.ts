/** Mail headers, written so that no value can end its header, add a recipient or pose as another address. */
import { MailRejected, type OutgoingMail } from './mailer.ts';

const BARE_ADDRESS = /^[^\s<>()[\]\\,;:"@\p{Cc}]+@[^\s<>()[\]\\,;:"@\p{Cc}]+$/u;
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** The provider takes 255 characters; the rest is left to the words around the name. */
const NAME_LENGTH = 120;

export interface Sender {
  address: string;
  /** The service on whose behalf companies send, as in `"Acme via Portico"`. */
  service: string;
}

/** Reads `no-reply@example.com` or `Portico <no-reply@example.com>`, as written in the configuration. */
export function parseSender(value: string): Sender {
  const named = /^\s*"?([^"<>]*?)"?\s*<([^<>]+)>\s*$/u.exec(value);
  const address = (named?.[2] ?? value).trim();
  if (!isBareAddress(address) || CONTROL.test(value)) {
    throw new Error('The sender must be an e-mail address, or a name and an address in angle brackets.');
  }
  return { address, service: named?.[1]?.trim() || 'Portico' };
}

export function isBareAddress(value: string): boolean {
  return value.length <= 254 && BARE_ADDRESS.test(value);
}

/** The display name of the sender. */
export function senderName(sender: Sender, company?: { name: string }): string {
  const name = company ? `${shorten(company.name)} via ${sender.service}` : sender.service;
  if (CONTROL.test(name)) throw new MailRejected('invalid_mail');
  return name;
}

/** The From header: an RFC 5322 quoted string, which may hold anything but control characters. */
export function fromHeader(sender: Sender, company?: { name: string }): string {
  const name = senderName(sender, company);
  return `"${name.replace(/["\\]/g, '\\$&')}" <${sender.address}>`;
}

/** Every mailer calls this first, also the development mailbox, so that it accepts the same mails as production. */
export function refuseBadHeaders(mail: OutgoingMail): void {
  if (!isBareAddress(mail.to)) throw new MailRejected('invalid_address');
  const attached = mail.attachments?.flatMap(({ name, contentType }) => [name, contentType]) ?? [];
  for (const value of [mail.subject, mail.tag, mail.companyId, mail.language, mail.from?.name ?? '', ...attached]) {
    if (CONTROL.test(value)) throw new MailRejected('invalid_mail');
  }
}

function shorten(name: string): string {
  const characters = [...name.trim()];
  return characters.length <= NAME_LENGTH ? name.trim() : `${characters.slice(0, NAME_LENGTH - 1).join('')}…`;
}
