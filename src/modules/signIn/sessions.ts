/**
 * Portal sessions: a signed token for the client, and a row that is checked on every request, so that ending a session
 * takes effect with the next request in every process.
 */
import type { Db } from '../../db/client.ts';
import { holdsCardNumber } from '../../kernel/cardNumbers.ts';
import { after, HOUR, SECOND } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Keys } from '../../kernel/keys.ts';
import { signToken, verifyToken } from '../../kernel/signedTokens.ts';
import type { CustomerPrincipal, Op } from '../../operation/operation.ts';
import type { PortalSettings } from '../../operation/portalPolicy.ts';
import { recordUse, recordUseNow } from './sessionUses.ts';

const SESSION_LIFETIME_HOURS = 12;
export const SESSION_IDLE_HOURS = 1;
/** The precision of the idle limit: the use of a session is recorded at most this often. */
const TOUCH_INTERVAL = SECOND;

export interface OpenedSession {
  id: string;
  token: string;
  expiresAt: Date;
}

/** Opens the session of a link, always under a fresh id, whatever credential the client sent. */
export async function openSession(
  op: Pick<Op, 'tx' | 'now' | 'emit'>,
  keys: Keys,
  link: { id: string; companyId: string; customerId: string },
  userAgent: string | null,
): Promise<OpenedSession> {
  const id = newId('PortalSession', op.now);
  const expiresAt = after(op.now, SESSION_LIFETIME_HOURS * HOUR);
  await op.tx.portalSession.create({
    data: {
      id,
      companyId: link.companyId,
      customerId: link.customerId,
      linkId: link.id,
      expiresAt,
      lastSeenAt: op.now,
      userAgent: storableUserAgent(userAgent),
      createdAt: op.now,
    },
  });
  op.emit('portal_session.created', {
    objectId: id,
    customerId: link.customerId,
    actor: { kind: 'CUSTOMER', id },
  });
  return { id, expiresAt, token: sessionToken(keys, { id, createdAt: op.now, expiresAt }) };
}

/** The header that a browser describes itself with. It is the only text that is stored without being an input. */
function storableUserAgent(userAgent: string | null): string | null {
  const short = userAgent?.slice(0, 200) ?? null;
  return short !== null && holdsCardNumber(short) ? null : short;
}

/** The bearer token of a session. */
export const sessionToken = (
  keys: Keys,
  { id, createdAt, expiresAt }: { id: string; createdAt: Date; expiresAt: Date },
) => signToken(keys, 'portal-session', { subject: id, now: createdAt, expiresAt });

type SessionRow = PortalSettings & {
  sessionId: string;
  customerId: string;
  locale: string | null;
  openedAt: Date;
  lastSeenAt: Date;
  testClockAt: Date | null;
};

/** Reads session, customer, company and configuration in one statement by primary key. */
const AUTHENTICATE = `
  SELECT s.id AS "sessionId", s.customer_id AS "customerId", COALESCE(c.locale, p.default_locale) AS locale, s.last_seen_at AS "lastSeenAt",
    s.created_at AS "openedAt", co.test_clock_at AS "testClockAt", p.company_id AS "companyId", p.payment_methods_enabled AS "paymentMethodsEnabled",
    p.accepted_payment_methods::text[] AS "acceptedPaymentMethods", p.subscriptions_enabled AS "subscriptionsEnabled",
    p.allow_plan_switch AS "allowPlanSwitch", p.allow_quantity_updates AS "allowQuantityUpdates",
    p.subscription_product_ids AS "subscriptionProductIds", p.plan_groups AS "planGroups", p.plan_rules AS "planRules",
    p.allow_plan_downgrades AS "allowPlanDowngrades", p.allow_free_plans AS "allowFreePlans",
    p.cancellations_enabled AS "cancellationsEnabled",
    p.cancellation_mode::text AS "cancellationMode", p.cancellation_proration_enabled AS "cancellationProrationEnabled",
    p.cancellation_reasons_enabled AS "cancellationReasonsEnabled", p.cancellation_reasons AS "cancellationReasons",
    p.retention_coupon_id AS "retentionCouponId", p.cancellation_offers AS "cancellationOffers",
    p.retention_offers_per_year AS "retentionOffersPerYear",
    p.subscription_proration_behavior::text AS "subscriptionProrationBehavior",
    p.subscription_charge_timing::text AS "subscriptionChargeTiming",
    p.upgrade_proration_behavior::text AS "upgradeProrationBehavior",
    p.upgrade_charge_timing::text AS "upgradeChargeTiming", p.upgrade_effective::text AS "upgradeEffective",
    p.downgrade_proration_behavior::text AS "downgradeProrationBehavior",
    p.downgrade_charge_timing::text AS "downgradeChargeTiming", p.downgrade_effective::text AS "downgradeEffective",
    p.maximum_quantity AS "maximumQuantity", p.fresh_code_actions::text[] AS "freshCodeActions",
    p.promotion_codes::text[] AS "promotionCodes", p.resubscribe_enabled AS "resubscribeEnabled",
    p.subscription_create_enabled AS "subscriptionCreateEnabled", p.pause_enabled AS "pauseEnabled", p.pause_maximum_days AS "pauseMaximumDays",
    p.invoice_history_enabled AS "invoiceHistoryEnabled"
  FROM portal_session s
  JOIN customer c ON c.company_id = s.company_id AND c.id = s.customer_id
  JOIN company co ON co.id = s.company_id
  JOIN portal_config p ON p.company_id = s.company_id
  WHERE s.id = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3
    AND c.deleted_at IS NULL AND c.disabled_at IS NULL AND co.disabled_at IS NULL`;

/**
 * The principal of a session token, or null if it is not valid now. `background` receives the write that records the
 * use; the response does not wait for it.
 */
export async function authenticateSession(
  db: Db,
  keys: Keys,
  token: string,
  now: Date,
  background: (work: Promise<unknown>) => void,
): Promise<CustomerPrincipal | null> {
  const sessionId = verifyToken(keys, 'portal-session', token, now)?.sub;
  if (sessionId === undefined) return null;
  const found = await liveSession(db, sessionId, now);
  if (!found) return null;
  if (now.getTime() - found.lastSeenAt.getTime() >= TOUCH_INTERVAL)
    // A link can be used again until its session was used, which must be known at once.
    background((found.lastSeenAt > found.openedAt ? recordUse : recordUseNow)(db, sessionId, now));
  return found.principal;
}

/** The principal of a session and its last use; null if it has ended. */
export async function liveSession(
  db: Db,
  sessionId: string,
  now: Date,
): Promise<{ principal: CustomerPrincipal; openedAt: Date; lastSeenAt: Date } | null> {
  const [row] = await db.sql<SessionRow>('portal_session_authenticate', AUTHENTICATE, [
    sessionId,
    now,
    after(now, -SESSION_IDLE_HOURS * HOUR),
  ]);
  if (!row) return null;
  const { sessionId: id, customerId, locale, openedAt, lastSeenAt, testClockAt, ...portal } = row;
  const { companyId } = portal;
  return {
    principal: { kind: 'customer', companyId, customerId, sessionId: id, portal, locale, testClockAt },
    openedAt,
    lastSeenAt,
  };
}
