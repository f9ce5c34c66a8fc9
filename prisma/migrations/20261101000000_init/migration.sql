-- CreateEnum
CREATE TYPE "BillingInterval" AS ENUM ('DAY', 'WEEK', 'MONTH', 'YEAR');

-- CreateEnum
CREATE TYPE "SubscriptionStatus" AS ENUM ('INCOMPLETE', 'TRIALING', 'ACTIVE', 'PAST_DUE', 'UNPAID', 'PAUSED', 'CANCELED');

-- CreateEnum
CREATE TYPE "InvoiceStatus" AS ENUM ('DRAFT', 'OPEN', 'PAID', 'VOID', 'UNCOLLECTIBLE');

-- CreateEnum
CREATE TYPE "InvoiceReason" AS ENUM ('SUBSCRIPTION_CREATE', 'SUBSCRIPTION_CYCLE', 'SUBSCRIPTION_UPDATE', 'SUBSCRIPTION_CANCEL', 'MANUAL', 'IMPORT');

-- CreateEnum
CREATE TYPE "InvoiceLineKind" AS ENUM ('PERIOD', 'CREDIT', 'CHARGE', 'DIFFERENCE', 'MANUAL', 'IMPORT');

-- CreateEnum
CREATE TYPE "SettlementKind" AS ENUM ('PAYMENT', 'CREDIT_BALANCE', 'CREDIT_NOTE', 'OUT_OF_BAND');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('AUTHORIZED', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- CreateEnum
CREATE TYPE "PaymentMethodKind" AS ENUM ('CARD', 'SEPA_DEBIT', 'US_BANK_ACCOUNT', 'BACS_DEBIT', 'PAYPAL');

-- CreateEnum
CREATE TYPE "CreditCause" AS ENUM ('CREDIT_NOTE', 'INVOICE_PAYMENT', 'INVOICE_VOIDED', 'MERCHANT_GRANT', 'MERCHANT_DEDUCTION', 'IMPORT');

-- CreateEnum
CREATE TYPE "CouponDuration" AS ENUM ('ONCE', 'REPEATING', 'FOREVER');

-- CreateEnum
CREATE TYPE "CancellationMode" AS ENUM ('IMMEDIATELY', 'END_OF_PERIOD');

-- CreateEnum
CREATE TYPE "ProrationBehavior" AS ENUM ('NONE', 'PRORATE', 'FULL_DIFFERENCE');

-- CreateEnum
CREATE TYPE "ChargeTiming" AS ENUM ('IMMEDIATELY', 'PERIOD_END');

-- CreateEnum
CREATE TYPE "PortalDestination" AS ENUM ('HOME', 'PAYMENT_METHODS', 'BILLING_INFORMATION');

-- CreateEnum
CREATE TYPE "PortalLinkOrigin" AS ENUM ('EMAIL', 'MERCHANT');

-- CreateEnum
CREATE TYPE "ActorKind" AS ENUM ('CUSTOMER', 'MERCHANT', 'SYSTEM');

-- CreateTable
CREATE TABLE "company" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "test_mode" BOOLEAN NOT NULL DEFAULT true,
    "default_currency" TEXT NOT NULL,
    "support_email" TEXT,
    "website_url" TEXT,
    "address_line1" TEXT,
    "address_line2" TEXT,
    "address_city" TEXT,
    "address_state" TEXT,
    "address_postal_code" TEXT,
    "address_country" TEXT,
    "tax_id" TEXT,
    "invoice_prefix" TEXT NOT NULL,
    "next_invoice_sequence" INTEGER NOT NULL DEFAULT 1,
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portal_config" (
    "company_id" TEXT NOT NULL,
    "payment_methods_enabled" BOOLEAN NOT NULL DEFAULT true,
    "accepted_payment_methods" "PaymentMethodKind"[] DEFAULT ARRAY['CARD']::"PaymentMethodKind"[],
    "subscriptions_enabled" BOOLEAN NOT NULL DEFAULT true,
    "allow_plan_switch" BOOLEAN NOT NULL DEFAULT false,
    "allow_quantity_updates" BOOLEAN NOT NULL DEFAULT false,
    "subscription_product_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "cancellations_enabled" BOOLEAN NOT NULL DEFAULT true,
    "cancellation_mode" "CancellationMode" NOT NULL DEFAULT 'END_OF_PERIOD',
    "cancellation_proration_enabled" BOOLEAN NOT NULL DEFAULT false,
    "cancellation_reasons_enabled" BOOLEAN NOT NULL DEFAULT false,
    "cancellation_reasons" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "retention_coupon_id" TEXT,
    "subscription_proration_behavior" "ProrationBehavior" NOT NULL DEFAULT 'PRORATE',
    "subscription_charge_timing" "ChargeTiming" NOT NULL DEFAULT 'IMMEDIATELY',
    "invoice_history_enabled" BOOLEAN NOT NULL DEFAULT true,
    "return_url" TEXT,
    "portal_header" TEXT,
    "custom_domain_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_config_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "custom_domain" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "hostname" TEXT NOT NULL,
    "verified_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "customer" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "external_id" TEXT,
    "email" TEXT NOT NULL,
    "sign_in_key" TEXT,
    "name" TEXT,
    "phone" TEXT,
    "locale" TEXT,
    "address_line1" TEXT,
    "address_line2" TEXT,
    "address_city" TEXT,
    "address_state" TEXT,
    "address_postal_code" TEXT,
    "address_country" TEXT,
    "tax_id_type" TEXT,
    "tax_id_value" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "default_payment_method_id" TEXT,
    "provider_customer_ref" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "product" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "product_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "price" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "product_id" TEXT NOT NULL,
    "nickname" TEXT,
    "currency" TEXT NOT NULL,
    "unit_amount" BIGINT NOT NULL,
    "interval" "BillingInterval" NOT NULL,
    "interval_count" INTEGER NOT NULL DEFAULT 1,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "coupon" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "percent_off_basis_points" INTEGER,
    "amount_off" BIGINT,
    "currency" TEXT,
    "duration" "CouponDuration" NOT NULL,
    "duration_months" INTEGER,
    "product_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "active" BOOLEAN NOT NULL DEFAULT true,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "coupon_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "external_id" TEXT,
    "status" "SubscriptionStatus" NOT NULL,
    "currency" TEXT NOT NULL,
    "interval" "BillingInterval" NOT NULL,
    "interval_count" INTEGER NOT NULL,
    "anchor" TIMESTAMPTZ(3) NOT NULL,
    "current_period_start" TIMESTAMPTZ(3) NOT NULL,
    "current_period_end" TIMESTAMPTZ(3) NOT NULL,
    "trial_end" TIMESTAMPTZ(3),
    "cancel_at_period_end" BOOLEAN NOT NULL DEFAULT false,
    "canceled_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancellation_reason" TEXT,
    "cancellation_comment" TEXT,
    "coupon_id" TEXT,
    "discount_start" TIMESTAMPTZ(3),
    "discount_end" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 1,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription_item" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "price_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT,
    "corrects_invoice_id" TEXT,
    "status" "InvoiceStatus" NOT NULL,
    "reason" "InvoiceReason" NOT NULL,
    "sequence" INTEGER,
    "number" TEXT,
    "currency" TEXT NOT NULL,
    "total" BIGINT NOT NULL,
    "amount_paid" BIGINT NOT NULL DEFAULT 0,
    "amount_due" BIGINT NOT NULL,
    "snapshot" JSONB,
    "due_at" TIMESTAMPTZ(3),
    "finalized_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "voided_at" TIMESTAMPTZ(3),
    "memo" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_line" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "invoice_id" TEXT,
    "subscription_id" TEXT,
    "item_id" TEXT,
    "price_id" TEXT,
    "kind" "InvoiceLineKind" NOT NULL,
    "position" INTEGER NOT NULL DEFAULT 0,
    "description" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "unit_amount" BIGINT,
    "period_start" TIMESTAMPTZ(3),
    "period_end" TIMESTAMPTZ(3),
    "gross_amount" BIGINT NOT NULL,
    "discount_amount" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "explanation" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_line_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_settlement" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "kind" "SettlementKind" NOT NULL,
    "amount" BIGINT NOT NULL,
    "payment_id" TEXT,
    "credit_note_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_settlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "payment_method_id" TEXT NOT NULL,
    "status" "PaymentStatus" NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "authorization_ref" TEXT,
    "decline_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_method" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kind" "PaymentMethodKind" NOT NULL,
    "provider_ref" TEXT NOT NULL,
    "fingerprint" TEXT,
    "brand" TEXT,
    "last_four" TEXT,
    "expiry_month" INTEGER,
    "expiry_year" INTEGER,
    "removed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_method_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credit_entry" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "cause" "CreditCause" NOT NULL,
    "invoice_id" TEXT,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portal_link" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "origin" "PortalLinkOrigin" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "code_hash" TEXT,
    "code_salt" TEXT,
    "code_guesses" INTEGER NOT NULL DEFAULT 0,
    "destination" "PortalDestination" NOT NULL,
    "destination_context" TEXT,
    "return_url" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "portal_session" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "link_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "portal_session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "actor_id" TEXT,
    "customer_id" TEXT,
    "object_id" TEXT NOT NULL,
    "data" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "caller" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_company_id_created_at_id_idx" ON "api_key"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "api_key_company_id_id_key" ON "api_key"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_domain_hostname_key" ON "custom_domain"("hostname");

-- CreateIndex
CREATE UNIQUE INDEX "custom_domain_company_id_id_key" ON "custom_domain"("company_id", "id");

-- CreateIndex
CREATE INDEX "customer_company_id_created_at_id_idx" ON "customer"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "customer_company_id_id_key" ON "customer"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "customer_company_id_sign_in_key_key" ON "customer"("company_id", "sign_in_key");

-- CreateIndex
CREATE UNIQUE INDEX "customer_company_id_external_id_key" ON "customer"("company_id", "external_id");

-- CreateIndex
CREATE INDEX "product_company_id_created_at_id_idx" ON "product"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "product_company_id_id_key" ON "product"("company_id", "id");

-- CreateIndex
CREATE INDEX "price_company_id_created_at_id_idx" ON "price"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "price_company_id_product_id_idx" ON "price"("company_id", "product_id");

-- CreateIndex
CREATE UNIQUE INDEX "price_company_id_id_key" ON "price"("company_id", "id");

-- CreateIndex
CREATE INDEX "coupon_company_id_created_at_id_idx" ON "coupon"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "coupon_company_id_id_key" ON "coupon"("company_id", "id");

-- CreateIndex
CREATE INDEX "subscription_company_id_created_at_id_idx" ON "subscription"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "subscription_company_id_status_created_at_id_idx" ON "subscription"("company_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "subscription_company_id_customer_id_created_at_id_idx" ON "subscription"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "subscription_company_id_id_key" ON "subscription"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_company_id_external_id_key" ON "subscription"("company_id", "external_id");

-- CreateIndex
CREATE INDEX "subscription_item_company_id_subscription_id_idx" ON "subscription_item"("company_id", "subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_item_company_id_id_key" ON "subscription_item"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_item_subscription_id_position_key" ON "subscription_item"("subscription_id", "position");

-- CreateIndex
CREATE INDEX "invoice_company_id_number_idx" ON "invoice"("company_id", "number");

-- CreateIndex
CREATE INDEX "invoice_company_id_created_at_id_idx" ON "invoice"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_company_id_status_created_at_id_idx" ON "invoice"("company_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_company_id_customer_id_created_at_id_idx" ON "invoice"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_company_id_subscription_id_created_at_id_idx" ON "invoice"("company_id", "subscription_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "invoice_company_id_corrects_invoice_id_idx" ON "invoice"("company_id", "corrects_invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_company_id_id_key" ON "invoice"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_company_id_sequence_key" ON "invoice"("company_id", "sequence");

-- CreateIndex
CREATE INDEX "invoice_line_company_id_invoice_id_position_idx" ON "invoice_line"("company_id", "invoice_id", "position");

-- CreateIndex
CREATE INDEX "invoice_line_company_id_subscription_id_period_end_idx" ON "invoice_line"("company_id", "subscription_id", "period_end");

-- CreateIndex
CREATE INDEX "invoice_line_company_id_customer_id_invoice_id_idx" ON "invoice_line"("company_id", "customer_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_line_company_id_id_key" ON "invoice_line"("company_id", "id");

-- CreateIndex
CREATE INDEX "invoice_settlement_company_id_invoice_id_idx" ON "invoice_settlement"("company_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_settlement_company_id_id_key" ON "invoice_settlement"("company_id", "id");

-- CreateIndex
CREATE INDEX "payment_company_id_invoice_id_idx" ON "payment"("company_id", "invoice_id");

-- CreateIndex
CREATE INDEX "payment_company_id_customer_id_created_at_id_idx" ON "payment"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "payment_company_id_id_key" ON "payment"("company_id", "id");

-- CreateIndex
CREATE INDEX "payment_method_company_id_customer_id_created_at_id_idx" ON "payment_method"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_company_id_id_key" ON "payment_method"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_method_company_id_provider_ref_key" ON "payment_method"("company_id", "provider_ref");

-- CreateIndex
CREATE INDEX "credit_entry_company_id_customer_id_created_at_id_idx" ON "credit_entry"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "credit_entry_company_id_id_key" ON "credit_entry"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "portal_link_token_hash_key" ON "portal_link"("token_hash");

-- CreateIndex
CREATE INDEX "portal_link_company_id_customer_id_created_at_id_idx" ON "portal_link"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "portal_link_company_id_id_key" ON "portal_link"("company_id", "id");

-- CreateIndex
CREATE INDEX "portal_session_company_id_customer_id_created_at_id_idx" ON "portal_session"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "portal_session_company_id_id_key" ON "portal_session"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "portal_session_company_id_link_id_key" ON "portal_session"("company_id", "link_id");

-- CreateIndex
CREATE INDEX "event_company_id_created_at_id_idx" ON "event"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "event_company_id_type_created_at_id_idx" ON "event"("company_id", "type", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "event_company_id_object_id_created_at_id_idx" ON "event"("company_id", "object_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "event_company_id_id_key" ON "event"("company_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "idempotency_record_company_id_caller_operation_key_key" ON "idempotency_record"("company_id", "caller", "operation", "key");

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_retention_coupon_fkey" FOREIGN KEY ("company_id", "retention_coupon_id") REFERENCES "coupon"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_custom_domain_fkey" FOREIGN KEY ("company_id", "custom_domain_id") REFERENCES "custom_domain"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "custom_domain" ADD CONSTRAINT "custom_domain_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_default_payment_method_fkey" FOREIGN KEY ("company_id", "default_payment_method_id") REFERENCES "payment_method"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "product" ADD CONSTRAINT "product_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price" ADD CONSTRAINT "price_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "price" ADD CONSTRAINT "price_product_fkey" FOREIGN KEY ("company_id", "product_id") REFERENCES "product"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "coupon" ADD CONSTRAINT "coupon_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_coupon_fkey" FOREIGN KEY ("company_id", "coupon_id") REFERENCES "coupon"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "subscription_item" ADD CONSTRAINT "subscription_item_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription_item" ADD CONSTRAINT "subscription_item_subscription_fkey" FOREIGN KEY ("company_id", "subscription_id") REFERENCES "subscription"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "subscription_item" ADD CONSTRAINT "subscription_item_price_fkey" FOREIGN KEY ("company_id", "price_id") REFERENCES "price"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_subscription_fkey" FOREIGN KEY ("company_id", "subscription_id") REFERENCES "subscription"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_corrects_fkey" FOREIGN KEY ("company_id", "corrects_invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_subscription_fkey" FOREIGN KEY ("company_id", "subscription_id") REFERENCES "subscription"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_item_fkey" FOREIGN KEY ("company_id", "item_id") REFERENCES "subscription_item"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_price_fkey" FOREIGN KEY ("company_id", "price_id") REFERENCES "price"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_payment_fkey" FOREIGN KEY ("company_id", "payment_id") REFERENCES "payment"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_settlement" ADD CONSTRAINT "invoice_settlement_credit_note_fkey" FOREIGN KEY ("company_id", "credit_note_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_payment_method_fkey" FOREIGN KEY ("company_id", "payment_method_id") REFERENCES "payment_method"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "portal_link" ADD CONSTRAINT "portal_link_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portal_link" ADD CONSTRAINT "portal_link_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "portal_session" ADD CONSTRAINT "portal_session_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "portal_session" ADD CONSTRAINT "portal_session_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "portal_session" ADD CONSTRAINT "portal_session_link_fkey" FOREIGN KEY ("company_id", "link_id") REFERENCES "portal_link"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "event" ADD CONSTRAINT "event_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
