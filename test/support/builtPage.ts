/** Builds the hosted page once before the tests, if a browser is installed. */
import { buildPage } from '../../src/web/build.ts';
import { browserPath } from '../web/support/browser.ts';

export default async function setup(): Promise<void> {
  if (browserPath) await buildPage();
}
