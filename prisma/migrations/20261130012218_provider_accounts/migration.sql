-- CreateEnum
CREATE TYPE "ProviderAccountStatus" AS ENUM ('CONNECTED', 'BROKEN', 'DISCONNECTED');

-- CreateEnum
CREATE TYPE "SignalSubject" AS ENUM ('PAYMENT', 'SETUP', 'METHOD', 'REFUND', 'DISPUTE', 'MANDATE', 'ACCOUNT');

-- CreateTable
CREATE TABLE "provider_account" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "live" BOOLEAN NOT NULL,
    "account_ref" TEXT NOT NULL,
    "connected_ref" TEXT,
    "publishable_key" TEXT NOT NULL,
    "key_last_four" TEXT NOT NULL,
    "sealed_credentials" TEXT NOT NULL,
    "sealed_webhook_secret" TEXT,
    "sealed_previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "sealed_under" TEXT NOT NULL,
    "webhook_ref" TEXT,
    "missing_permissions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "status" "ProviderAccountStatus" NOT NULL DEFAULT 'CONNECTED',
    "broken_at" TIMESTAMPTZ(3),
    "last_signal_at" TIMESTAMPTZ(3),
    "silent_at" TIMESTAMPTZ(3),
    "cursor" TEXT,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "provider_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_signal" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "about" "SignalSubject" NOT NULL,
    "ref" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "handled_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,

    CONSTRAINT "provider_signal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "provider_account_read_at_idx" ON "provider_account"("read_at");

-- CreateIndex
CREATE UNIQUE INDEX "provider_account_company_id_id_key" ON "provider_account"("company_id", "id");

-- CreateIndex
CREATE INDEX "provider_signal_received_at_idx" ON "provider_signal"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "provider_signal_company_id_account_id_external_id_key" ON "provider_signal"("company_id", "account_id", "external_id");

-- AddForeignKey
ALTER TABLE "provider_account" ADD CONSTRAINT "provider_account_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_signal" ADD CONSTRAINT "provider_signal_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_signal" ADD CONSTRAINT "provider_signal_account_fkey" FOREIGN KEY ("company_id", "account_id") REFERENCES "provider_account"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Written by hand: a company charges at one account at a time, and a disconnected account has no credentials.
CREATE UNIQUE INDEX "provider_account_one_per_company" ON "provider_account"("company_id") WHERE "status" <> 'DISCONNECTED';
ALTER TABLE "provider_account" ADD CONSTRAINT "provider_account_credentials" CHECK (
  ("status" = 'DISCONNECTED') = ("sealed_credentials" = '')
);
