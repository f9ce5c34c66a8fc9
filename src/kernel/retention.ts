/** The days for which rows are retained that would otherwise only grow in number. */
export interface Retention {
  /** Events; at least `MINIMUM_EVENT_DAYS`. */
  eventDays: number;
  /** Sign-in links and sessions, from their beginning. */
  signInDays: number;
  /** The security log. */
  securityLogDays: number;
}

/** Events: a little longer than the two years of the report of cancellations. The security log: more than a year, so that
 * the same season of the year before can be compared. */
export const DEFAULT_RETENTION: Retention = { eventDays: 800, signInDays: 90, securityLogDays: 400 };

/** Webhook deliveries refer to their events and are retained for thirty days. */
export const MINIMUM_EVENT_DAYS = 31;
