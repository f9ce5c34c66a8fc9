-- CreateEnum
CREATE TYPE "ApiKeyScope" AS ENUM ('READ', 'WRITE_CUSTOMERS', 'WRITE_BILLING', 'WRITE_CATALOG', 'WRITE_SETTINGS', 'WRITE_WEBHOOKS', 'WRITE_SIGN_IN', 'WRITE_KEYS');

-- CreateEnum
CREATE TYPE "SecurityEventKind" AS ENUM ('SIGNED_IN', 'FRESH_CODE_CONFIRMED', 'FRESH_CODE_REFUSED', 'API_KEY_CREATED', 'API_KEY_REVOKED', 'API_KEY_REFUSED', 'RATE_LIMIT_REACHED', 'CUSTOMER_EXPORTED', 'CUSTOMER_ERASED');

-- CreateEnum
CREATE TYPE "FreshCodeAction" AS ENUM ('REMOVE_LAST_PAYMENT_METHOD', 'CANCEL_IMMEDIATELY');

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "allowed_addresses" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "last_used_address" TEXT,
ADD COLUMN     "scopes" "ApiKeyScope"[] DEFAULT ARRAY['READ', 'WRITE_CUSTOMERS', 'WRITE_BILLING', 'WRITE_CATALOG', 'WRITE_SETTINGS', 'WRITE_WEBHOOKS', 'WRITE_SIGN_IN', 'WRITE_KEYS']::"ApiKeyScope"[];

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "erased_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "fresh_code_actions" "FreshCodeAction"[] DEFAULT ARRAY[]::"FreshCodeAction"[],
ADD COLUMN     "maximum_quantity" INTEGER;

-- AlterTable
ALTER TABLE "portal_session" ADD COLUMN     "code_expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "code_guesses" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "code_hash" TEXT,
ADD COLUMN     "code_salt" TEXT,
ADD COLUMN     "fresh_until" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "security_event" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "kind" "SecurityEventKind" NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "customer_id" TEXT,
    "object_id" TEXT,
    "address" TEXT,
    "detail" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "security_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "security_event_company_id_created_at_id_idx" ON "security_event"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "security_event_company_id_kind_created_at_id_idx" ON "security_event"("company_id", "kind", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "security_event_company_id_customer_id_idx" ON "security_event"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "security_event_created_at_idx" ON "security_event"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "security_event_company_id_id_key" ON "security_event"("company_id", "id");

-- AddForeignKey
ALTER TABLE "security_event" ADD CONSTRAINT "security_event_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Written by hand from here on.

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_has_a_scope" CHECK (cardinality("scopes") > 0);
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_maximum_quantity_positive" CHECK ("maximum_quantity" > 0);
ALTER TABLE "portal_session" ADD CONSTRAINT "portal_session_code_is_complete"
  CHECK (("code_hash" IS NULL) = ("code_salt" IS NULL) AND ("code_hash" IS NULL) = ("code_expires_at" IS NULL));
