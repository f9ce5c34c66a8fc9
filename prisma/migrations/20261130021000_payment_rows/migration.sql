-- A payment is a row before the provider is called, and its states are those of src/modules/payment/status.ts. The table is
-- rewritten for the new type of its status; its indexes are built here too, because it is locked anyway.

CREATE TYPE "PaymentTake" AS ENUM ('HOLD', 'NOW');
CREATE TYPE "FailureAdvice" AS ENUM ('RETRY', 'NEVER', 'NEW_DETAILS', 'CUSTOMER');
CREATE TYPE "DebitChanges" AS ENUM ('ALLOW', 'REFUSE');
ALTER TYPE "CreditCause" ADD VALUE 'OVERPAYMENT';

DROP INDEX "payment_status_updated_at_idx";

-- An invoice is paid once its money is taken. Those whose money was only reserved are open again until then; the settlement
-- that was recorded for the reservation is reversed.
INSERT INTO "invoice_settlement" ("id", "company_id", "invoice_id", "kind", "amount", "payment_id", "created_at")
SELECT 'is_' || split_part("id", '_', 2), "company_id", "invoice_id", 'PAYMENT', -"amount", "id", "updated_at"
FROM "payment" WHERE "status" = 'AUTHORIZED';
UPDATE "invoice" i
SET "status" = 'OPEN', "paid_at" = NULL, "amount_due" = i."amount_due" + p."amount", "amount_paid" = i."amount_paid" - p."amount"
FROM "payment" p WHERE p."invoice_id" = i."id" AND p."company_id" = i."company_id" AND p."status" = 'AUTHORIZED';

CREATE TYPE "PaymentStatus_new" AS ENUM ('PLANNED', 'NEEDS_CUSTOMER', 'HELD', 'PROCESSING', 'TAKING', 'RELEASING', 'SUCCEEDED', 'FAILED', 'CANCELED', 'ABANDONED', 'LOST', 'RETURNED');
ALTER TABLE "payment" ALTER COLUMN "status" TYPE "PaymentStatus_new"
  USING ((CASE "status"::text WHEN 'AUTHORIZED' THEN 'TAKING' ELSE "status"::text END)::"PaymentStatus_new");
-- Removes no data: every value of the old type has its place in the new one.
DROP TYPE "PaymentStatus";
ALTER TYPE "PaymentStatus_new" RENAME TO "PaymentStatus";

ALTER TABLE "payment" RENAME COLUMN "authorization_ref" TO "provider_ref";
ALTER TABLE "payment"
ADD COLUMN     "advice" "FailureAdvice",
ADD COLUMN     "caller" TEXT,
ADD COLUMN     "captured_amount" BIGINT NOT NULL DEFAULT 0,
-- Failures of before were counted when they happened.
ADD COLUMN     "counted" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "hold_until" TIMESTAMPTZ(3),
ADD COLUMN     "idempotency_key" TEXT,
ADD COLUMN     "look_at" TIMESTAMPTZ(3),
ADD COLUMN     "looks" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "on_session" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "operation" TEXT,
ADD COLUMN     "provider_key" TEXT,
ADD COLUMN     "request_hash" TEXT,
ADD COLUMN     "restart_subscription" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sent_at" TIMESTAMPTZ(3),
ADD COLUMN     "started_by" "ActorKind",
ADD COLUMN     "status_at" TIMESTAMPTZ(3),
-- Every payment of before reserved its money first.
ADD COLUMN     "take" "PaymentTake" NOT NULL DEFAULT 'HOLD',
ALTER COLUMN "invoice_id" DROP NOT NULL;

UPDATE "payment" SET
  "provider_key" = gen_random_uuid()::text,
  "sent_at" = "created_at",
  "status_at" = "updated_at",
  "started_by" = 'SYSTEM',
  "captured_amount" = CASE WHEN "status" = 'SUCCEEDED' THEN "amount" ELSE 0 END,
  "look_at" = CASE WHEN "status" = 'TAKING' THEN "updated_at" END;

ALTER TABLE "payment"
ALTER COLUMN "counted" SET DEFAULT false,
ALTER COLUMN "take" SET DEFAULT 'NOW',
ALTER COLUMN "provider_key" SET NOT NULL,
ALTER COLUMN "sent_at" SET NOT NULL,
ALTER COLUMN "started_by" SET NOT NULL,
ALTER COLUMN "status_at" SET NOT NULL;

CREATE INDEX "payment_company_id_provider_ref_idx" ON "payment"("company_id", "provider_ref");
CREATE INDEX "payment_company_id_idempotency_key_idx" ON "payment"("company_id", "idempotency_key");
CREATE INDEX "payment_look_at_idx" ON "payment"("look_at") WHERE "look_at" IS NOT NULL;
-- An invoice is charged by one payment at a time.
CREATE UNIQUE INDEX "payment_in_flight_key" ON "payment"("invoice_id")
  WHERE "status" IN ('PLANNED', 'NEEDS_CUSTOMER', 'HELD', 'PROCESSING', 'TAKING', 'RELEASING');

ALTER TABLE "dunning_config" ADD COLUMN     "debit_retry_days" INTEGER[] DEFAULT ARRAY[5]::INTEGER[];
ALTER TABLE "portal_config" ADD COLUMN     "debit_changes" "DebitChanges" NOT NULL DEFAULT 'ALLOW';
