/** The steps of a visit: requesting a link, reading the mail, going from section to section. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type MailedSecrets, readSignInMail } from '../../support/access.ts';
import type { OpenPortal } from './portal.ts';
import { AT_A_DESK, type Way } from './ways.ts';
import type { MessageId } from './words.ts';

/** Rate limits that are never reached, for apps whose visitors all come from one address. */
export const NO_HASTE = {
  linkPerAddress: { points: 1000, seconds: 60 },
  linkPerClient: { points: 1000, seconds: 60 },
  openPerClient: { points: 1000, seconds: 60 },
  consumePerClient: { points: 1000, seconds: 60 },
};

/** Requests a link on the open sign-in screen, and waits for "check your mail". */
export async function askForLink(page: Page, email: string, { say }: Way = AT_A_DESK): Promise<void> {
  await page.getByRole('textbox', { name: say('signIn.email') }).fill(email);
  await page.getByRole('button', { name: say('signIn.send') }).click();
  await page.getByRole('heading', { name: say('checkMail.title') }).waitFor();
}

/** The newest mail with a link and a code; runs the jobs that send mails first. */
export async function newestMail(t: OpenPortal, email: string): Promise<MailedSecrets> {
  await t.app.tick();
  return readSignInMail(t.mailbox.list().find(({ to }) => to === email));
}

/** Requests a mail and types its code. The clock advances, because the newest of several links is found by its age. */
export async function signInByCode(t: OpenPortal, page: Page, email: string, way: Way = AT_A_DESK): Promise<void> {
  t.clock.advance(1000);
  await askForLink(page, email, way);
  const { code } = await newestMail(t, email);
  await page.getByRole('textbox', { name: way.say('checkMail.code') }).fill(code);
  await page.getByRole('button', { name: way.say('action.signIn') }).click();
  await expect.poll(() => new URL(page.url()).pathname, { timeout: 10_000 }).not.toMatch(/\/sign-in$/);
}

/** Opens a link and confirms the sign-in by a click. */
export async function signInByLink(page: Page, link: string, { say }: Way = AT_A_DESK): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: say('action.signIn') }).click();
  await expect.poll(() => new URL(page.url()).pathname, { timeout: 10_000 }).not.toMatch(/\/sign-in$/);
}

const IN_THE_BAR: MessageId[] = ['nav.home', 'nav.subscriptions', 'nav.paymentMethods', 'nav.invoices'];
const SHORT: Partial<Record<MessageId, MessageId>> = {
  'nav.home': 'nav.short.home',
  'nav.subscriptions': 'nav.short.subscriptions',
  'nav.paymentMethods': 'nav.short.paymentMethods',
  'nav.invoices': 'nav.short.invoices',
};

/** The navigation that can be seen. */
export const navigation = (page: Page, { say }: Way = AT_A_DESK): Locator =>
  page.getByRole('navigation', { name: say('frame.sections') }).filter({ visible: true });

/** Goes to a section as its visitor does: by the column, or on a phone by the bar and the sheet behind "More". */
export async function goTo(page: Page, section: MessageId, way: Way = AT_A_DESK): Promise<void> {
  const { say, narrow } = way;
  const nav = navigation(page, way);
  if (!narrow) await nav.getByRole('link', { name: say(section) }).click();
  else if (IN_THE_BAR.includes(section)) await nav.getByRole('link', { name: say(SHORT[section] ?? section) }).click();
  else {
    await nav.getByRole('button', { name: say('nav.more') }).click();
    await page
      .getByRole('dialog')
      .getByRole('link', { name: say(section) })
      .click();
  }
}

export async function signOut(page: Page, way: Way = AT_A_DESK): Promise<void> {
  const { say, narrow } = way;
  const nav = navigation(page, way);
  if (narrow) await nav.getByRole('button', { name: say('nav.more') }).click();
  await (narrow ? page.getByRole('dialog') : nav).getByRole('button', { name: say('action.signOut') }).click();
  await page.getByRole('heading', { name: say('signIn.title', { company: 'Acme' }) }).waitFor();
}

/** The path within the portal, without the base of its addresses. */
export const placeOf = (page: Page): string => new URL(page.url()).pathname.replace(/^\/portal\/co_\w+/, '');

/** Waits until the page is at a path of the portal, and has loaded it. */
export async function arrives(page: Page, place: string): Promise<void> {
  await expect.poll(() => placeOf(page), { timeout: 10_000 }).toBe(place);
  await page.locator('.stack[aria-busy="true"]').waitFor({ state: 'detached' });
}

/** Whether the page is wider than the window. */
export const standsOut = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
