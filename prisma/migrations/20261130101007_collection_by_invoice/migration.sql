-- CreateEnum
CREATE TYPE "CollectionMethod" AS ENUM ('CHARGE_AUTOMATICALLY', 'SEND_INVOICE');

-- CreateEnum
CREATE TYPE "RecordedPaymentMethod" AS ENUM ('BANK_TRANSFER', 'CASH', 'CHECK', 'OTHER');

-- AlterEnum
ALTER TYPE "CreditCause" ADD VALUE 'PAYMENT_VOIDED';

-- AlterEnum
ALTER TYPE "CustomerEmailKind" ADD VALUE 'PAYMENT_REMINDER';

-- AlterTable
ALTER TABLE "company" ADD COLUMN     "payment_instructions" TEXT;

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "collection_method" "CollectionMethod" NOT NULL DEFAULT 'CHARGE_AUTOMATICALLY',
ADD COLUMN     "days_until_due" INTEGER;

-- AlterTable
ALTER TABLE "dunning_config" ADD COLUMN     "sent_invoice_past_due_days" INTEGER DEFAULT 0,
ADD COLUMN     "sent_invoice_terminal_days" INTEGER;

-- AlterTable
ALTER TABLE "email_config" ADD COLUMN     "due_reminder_days" INTEGER[] DEFAULT ARRAY[-3, 1, 7, 14]::INTEGER[];

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "collection_method" "CollectionMethod" NOT NULL DEFAULT 'CHARGE_AUTOMATICALLY',
ADD COLUMN     "overdue_at" TIMESTAMPTZ(3),
ADD COLUMN     "reminded_days" INTEGER;

-- AlterTable
ALTER TABLE "invoice_settlement" ADD COLUMN     "recorded_payment_id" TEXT;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "collection_method" "CollectionMethod" NOT NULL DEFAULT 'CHARGE_AUTOMATICALLY',
ADD COLUMN     "days_until_due" INTEGER;

-- CreateTable
CREATE TABLE "recorded_payment" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "credited" BIGINT NOT NULL DEFAULT 0,
    "method" "RecordedPaymentMethod" NOT NULL,
    "reference" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "voided_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "recorded_payment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "recorded_payment_company_id_created_at_id_idx" ON "recorded_payment"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "recorded_payment_company_id_customer_id_created_at_id_idx" ON "recorded_payment"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "recorded_payment_company_id_invoice_id_idx" ON "recorded_payment"("company_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "recorded_payment_company_id_id_key" ON "recorded_payment"("company_id", "id");

-- AddForeignKey
ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_recorded_payment_fkey" FOREIGN KEY ("company_id", "recorded_payment_id") REFERENCES "recorded_payment"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "recorded_payment" ADD CONSTRAINT "recorded_payment_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recorded_payment" ADD CONSTRAINT "recorded_payment_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "recorded_payment" ADD CONSTRAINT "recorded_payment_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;


ALTER TABLE "recorded_payment" ADD CONSTRAINT "recorded_payment_amounts" CHECK ("amount" > 0 AND "credited" >= 0 AND "credited" <= "amount");
ALTER TABLE "customer" ADD CONSTRAINT "customer_days_until_due" CHECK (("collection_method" = 'SEND_INVOICE') = ("days_until_due" IS NOT NULL));
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_days_until_due" CHECK (("collection_method" = 'SEND_INVOICE') = ("days_until_due" IS NOT NULL));

-- An invoice that the customer must pay is always sent, whatever the company has switched on.
CREATE OR REPLACE FUNCTION "plan_customer_emails"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "customer_email" ("id", "company_id", "customer_id", "kind", "event_id", "object_id", "created_at")
  SELECT 'eml_' || substr(e."id", 5, 10) || right(replace(gen_random_uuid()::text, '-', ''), 16),
    e."company_id", e."customer_id", m."kind"::"CustomerEmailKind", e."id", e."object_id", e."created_at"
  FROM "planned" e
  JOIN (VALUES
    ('invoice.finalized', 'INVOICE'),
    ('credit_note.issued', 'CREDIT_NOTE'),
    ('invoice.paid', 'RECEIPT'),
    ('invoice.payment_reminder', 'PAYMENT_REMINDER'),
    ('subscription.renewal_upcoming', 'RENEWAL_REMINDER'),
    ('subscription.trial_ending', 'TRIAL_ENDING'),
    ('subscription.plan_switched', 'PLAN_CHANGED'),
    ('subscription.quantity_updated', 'PLAN_CHANGED'),
    ('subscription.change_applied', 'PLAN_CHANGED'),
    ('payment_method.attached', 'PAYMENT_METHOD_ADDED'),
    ('subscription.canceled', 'SUBSCRIPTION_ENDED')
  ) AS m("type", "kind") ON m."type" = e."type"
  LEFT JOIN "email_config" c ON c."company_id" = e."company_id"
  WHERE e."customer_id" IS NOT NULL
    AND (m."kind"::"CustomerEmailKind" = ANY (c."enabled")
      OR (e."type" = 'invoice.finalized' AND e."data"->>'collectionMethod' = 'SEND_INVOICE'))
    -- A cancellation that somebody requested has a mail of its own.
    AND (e."type" <> 'subscription.canceled' OR e."actor_kind" = 'SYSTEM')
  UNION ALL
  SELECT 'eml_' || substr(e."id", 5, 10) || right(replace(gen_random_uuid()::text, '-', ''), 16),
    e."company_id", e."customer_id", (e."data"->>'kind')::"CustomerEmailKind", e."id", e."object_id", e."created_at"
  FROM "planned" e WHERE e."type" = 'invoice.email_requested' AND e."customer_id" IS NOT NULL;
  RETURN NULL;
END;
$$;
