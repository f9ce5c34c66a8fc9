-- CreateEnum
CREATE TYPE "DunningTerminalAction" AS ENUM ('CANCEL', 'UNPAID', 'PAST_DUE', 'PAUSE');

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "attempt_count" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "first_failed_at" TIMESTAMPTZ(3),
ADD COLUMN     "next_attempt_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "warned_for" INTEGER;

-- CreateTable
CREATE TABLE "dunning_config" (
    "company_id" TEXT NOT NULL,
    "retry_days" INTEGER[] DEFAULT ARRAY[3, 5, 7]::INTEGER[],
    "emails_enabled" BOOLEAN NOT NULL DEFAULT true,
    "card_expiry_warning_days" INTEGER NOT NULL DEFAULT 30,
    "payment_failed_custom_link_url" TEXT,
    "terminal_action" "DunningTerminalAction" NOT NULL DEFAULT 'UNPAID',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dunning_config_pkey" PRIMARY KEY ("company_id")
);

-- CreateIndex
CREATE INDEX "invoice_status_next_attempt_at_idx" ON "invoice"("status", "next_attempt_at");

-- CreateIndex
CREATE INDEX "payment_method_expiry_year_expiry_month_idx" ON "payment_method"("expiry_year", "expiry_month");

-- AddForeignKey
ALTER TABLE "dunning_config" ADD CONSTRAINT "dunning_config_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand from here on: every company has a configuration, and its values make sense.
INSERT INTO "dunning_config" ("company_id", "created_at", "updated_at")
  SELECT "id", "created_at", "created_at" FROM "company";
ALTER TABLE "dunning_config" ADD CONSTRAINT "dunning_config_retry_days_in_range"
  CHECK (cardinality("retry_days") <= 8 AND 1 <= ALL ("retry_days") AND 60 >= ALL ("retry_days"));
ALTER TABLE "dunning_config" ADD CONSTRAINT "dunning_config_warning_days_in_range" CHECK ("card_expiry_warning_days" BETWEEN 0 AND 90);
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_attempt_count_not_negative" CHECK ("attempt_count" >= 0);
