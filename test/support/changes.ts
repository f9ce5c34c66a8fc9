/** Short calls to schedule, pause and read upcoming invoices. */
import type { GraphQLClient } from 'graphql-request';
import type { TestApp } from './app.ts';
import {
  CancelScheduledChangeDocument,
  type CancelScheduledChangeInput,
  PauseSubscriptionDocument,
  type PauseSubscriptionInput,
  PreviewResumeSubscriptionDocument,
  ResumeSubscriptionDocument,
  StandingDocument,
  UncancelSubscriptionDocument,
  UpcomingDocument,
} from './graphql/graphql.ts';

export const cancelScheduled = async (client: GraphQLClient, input: CancelScheduledChangeInput) =>
  (await client.request(CancelScheduledChangeDocument, { input })).cancelScheduledChange;
export const pause = async (client: GraphQLClient, input: PauseSubscriptionInput) =>
  (await client.request(PauseSubscriptionDocument, { input })).pauseSubscription;
export const resume = async (client: GraphQLClient, subscriptionId: string) =>
  (await client.request(ResumeSubscriptionDocument, { input: { subscriptionId } })).resumeSubscription;
export const previewResume = async (client: GraphQLClient, subscriptionId: string) =>
  (await client.request(PreviewResumeSubscriptionDocument, { input: { subscriptionId } })).previewResumeSubscription;
export const uncancel = async (client: GraphQLClient, subscriptionId: string) =>
  (await client.request(UncancelSubscriptionDocument, { input: { subscriptionId } })).uncancelSubscription;

/** The state of a subscription with its scheduled changes and pending lines. */
export async function standingOf(client: GraphQLClient, id: string) {
  const { subscription } = await client.request(StandingDocument, { id });
  if (!subscription) throw new Error('There is no such subscription.');
  return subscription;
}

export const upcomingOf = async (client: GraphQLClient, subscriptionId: string) =>
  (await client.request(UpcomingDocument, { subscriptionId })).subscription?.upcomingInvoice ?? null;

/** Advances the clock and runs everything that is due. */
export async function until({ clock, app }: TestApp, instant: string): Promise<void> {
  clock.advanceTo(instant.length === 10 ? `${instant}T00:00:00.000Z` : instant);
  await app.tick();
}

/** The invoices of a subscription: [due date, total, lines], oldest first. */
export async function billedTo({ db }: TestApp, subscriptionId: string): Promise<[string, number, number[]][]> {
  const invoices = await db.prisma.invoice.findMany({
    where: { subscriptionId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    include: { lines: { orderBy: { position: 'asc' } } },
  });
  return invoices.map(({ createdAt, dueAt, total, lines }) => [
    (dueAt ?? createdAt).toISOString().slice(0, 10),
    Number(total),
    lines.map(({ amount }) => Number(amount)),
  ]);
}

/** The types of the `subscription.` events of a subscription without that prefix, oldest first. */
export async function toldOf({ db }: TestApp, subscriptionId: string): Promise<string[]> {
  const events = await db.prisma.event.findMany({
    where: { objectId: subscriptionId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return events.map(({ type }) => type.replace('subscription.', ''));
}
