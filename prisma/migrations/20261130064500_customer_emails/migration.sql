-- CreateEnum
CREATE TYPE "CustomerEmailKind" AS ENUM ('INVOICE', 'CREDIT_NOTE', 'RECEIPT', 'RENEWAL_REMINDER', 'TRIAL_ENDING', 'PLAN_CHANGED', 'PAYMENT_METHOD_ADDED', 'SUBSCRIPTION_ENDED');

-- CreateEnum
CREATE TYPE "CustomerEmailStatus" AS ENUM ('PLANNED', 'QUEUED', 'SENT', 'SKIPPED', 'BOUNCED');

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "billing_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "bounced_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "declined_emails" "CustomerEmailKind"[] DEFAULT ARRAY[]::"CustomerEmailKind"[],
ADD COLUMN     "purchase_order" TEXT;

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "purchase_order" TEXT;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "reminded_of" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "email_config" (
    "company_id" TEXT NOT NULL,
    "enabled" "CustomerEmailKind"[] DEFAULT ARRAY[]::"CustomerEmailKind"[],
    "long_period_reminder_days" INTEGER NOT NULL DEFAULT 30,
    "short_period_reminder_days" INTEGER NOT NULL DEFAULT 0,
    "trial_reminder_days" INTEGER NOT NULL DEFAULT 7,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "email_config_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "customer_email" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kind" "CustomerEmailKind" NOT NULL,
    "event_id" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "status" "CustomerEmailStatus" NOT NULL DEFAULT 'PLANNED',
    "attachment_hash" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_email_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "customer_email_company_id_customer_id_created_at_id_idx" ON "customer_email"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "customer_email_company_id_object_id_idx" ON "customer_email"("company_id", "object_id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_email_company_id_id_key" ON "customer_email"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_email_company_id_event_id_key" ON "customer_email"("company_id", "event_id");

-- AddForeignKey
ALTER TABLE "email_config" ADD CONSTRAINT "email_config_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_email" ADD CONSTRAINT "customer_email_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer_email" ADD CONSTRAINT "customer_email_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- The sweep of planned e-mails looks here; all others are done.
CREATE INDEX "customer_email_planned_idx" ON "customer_email"("id") WHERE "status" = 'PLANNED';

-- Plans the e-mails of events, in the transaction of what happened. A company without settings has none.
CREATE FUNCTION "plan_customer_emails"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "customer_email" ("id", "company_id", "customer_id", "kind", "event_id", "object_id", "created_at")
  SELECT 'eml_' || substr(e."id", 5, 10) || right(replace(gen_random_uuid()::text, '-', ''), 16),
    e."company_id", e."customer_id", m."kind"::"CustomerEmailKind", e."id", e."object_id", e."created_at"
  FROM "planned" e
  JOIN (VALUES
    ('invoice.finalized', 'INVOICE'),
    ('credit_note.issued', 'CREDIT_NOTE'),
    ('invoice.paid', 'RECEIPT'),
    ('subscription.renewal_upcoming', 'RENEWAL_REMINDER'),
    ('subscription.trial_ending', 'TRIAL_ENDING'),
    ('subscription.plan_switched', 'PLAN_CHANGED'),
    ('subscription.quantity_updated', 'PLAN_CHANGED'),
    ('subscription.change_applied', 'PLAN_CHANGED'),
    ('payment_method.attached', 'PAYMENT_METHOD_ADDED'),
    ('subscription.canceled', 'SUBSCRIPTION_ENDED')
  ) AS m("type", "kind") ON m."type" = e."type"
  JOIN "email_config" c ON c."company_id" = e."company_id" AND m."kind"::"CustomerEmailKind" = ANY (c."enabled")
  WHERE e."customer_id" IS NOT NULL
    -- A cancellation that somebody requested has a mail of its own.
    AND (e."type" <> 'subscription.canceled' OR e."actor_kind" = 'SYSTEM')
  UNION ALL
  SELECT 'eml_' || substr(e."id", 5, 10) || right(replace(gen_random_uuid()::text, '-', ''), 16),
    e."company_id", e."customer_id", (e."data"->>'kind')::"CustomerEmailKind", e."id", e."object_id", e."created_at"
  FROM "planned" e WHERE e."type" = 'invoice.email_requested' AND e."customer_id" IS NOT NULL;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "event_plans_customer_emails" AFTER INSERT ON "event" REFERENCING NEW TABLE AS "planned"
  FOR EACH STATEMENT EXECUTE FUNCTION "plan_customer_emails"();
