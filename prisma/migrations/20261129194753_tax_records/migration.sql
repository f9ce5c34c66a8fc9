-- CreateEnum
CREATE TYPE "TaxEngine" AS ENUM ('NONE', 'BUILT_IN');

-- CreateEnum
CREATE TYPE "TaxBehavior" AS ENUM ('EXCLUSIVE', 'INCLUSIVE');

-- CreateEnum
CREATE TYPE "TaxRegistrationScheme" AS ENUM ('DOMESTIC', 'OSS_UNION', 'OSS_NON_UNION', 'LOCAL', 'SMALL_BUSINESS');

-- CreateEnum
CREATE TYPE "UnprovenTaxIdPolicy" AS ENUM ('CHARGE', 'TRUST', 'HOLD');

-- CreateEnum
CREATE TYPE "UnknownLocationPolicy" AS ENUM ('HOME', 'HOLD');

-- CreateEnum
CREATE TYPE "TaxDateRule" AS ENUM ('PERIOD_START', 'PERIOD_END');

-- CreateEnum
CREATE TYPE "TaxCategory" AS ENUM ('S', 'Z', 'E', 'AE', 'O');

-- CreateEnum
CREATE TYPE "TaxReason" AS ENUM ('STANDARD', 'REDUCED', 'REVERSE_CHARGE', 'OUTSIDE_SCOPE', 'CUSTOMER_EXEMPT', 'PRODUCT_EXEMPT', 'SMALL_BUSINESS', 'NOT_REGISTERED', 'LOCATION_UNKNOWN', 'BY_ENGINE');

-- CreateEnum
CREATE TYPE "CustomerKind" AS ENUM ('UNKNOWN', 'BUSINESS', 'CONSUMER');

-- CreateEnum
CREATE TYPE "TaxIdStatus" AS ENUM ('PENDING', 'VERIFIED', 'UNVERIFIED', 'UNAVAILABLE', 'NOT_CHECKABLE');

-- CreateEnum
CREATE TYPE "TaxIdRegister" AS ENUM ('VIES');

-- CreateEnum
CREATE TYPE "LocationEvidenceKind" AS ENUM ('BILLING_ADDRESS', 'PAYMENT_METHOD', 'IP_ADDRESS', 'TAX_ID', 'MERCHANT');

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "kind" "CustomerKind" NOT NULL DEFAULT 'UNKNOWN',
ADD COLUMN     "tax_exemption_certificate" TEXT,
ADD COLUMN     "tax_exemption_until" DATE,
ADD COLUMN     "tax_id_check_attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "tax_id_check_due_at" TIMESTAMPTZ(3),
ADD COLUMN     "tax_id_checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "tax_id_status" "TaxIdStatus";

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "tax_amount" BIGINT;

-- AlterTable
ALTER TABLE "invoice_line" ADD COLUMN     "tax_amount" BIGINT,
ADD COLUMN     "tax_behavior" "TaxBehavior",
ADD COLUMN     "tax_category" "TaxCategory",
ADD COLUMN     "tax_country" TEXT,
ADD COLUMN     "tax_date" DATE,
ADD COLUMN     "tax_legal_basis" TEXT,
ADD COLUMN     "tax_rate_ppm" INTEGER,
ADD COLUMN     "tax_reason" "TaxReason",
ADD COLUMN     "tax_region" TEXT,
ADD COLUMN     "tax_registration_id" TEXT,
ADD COLUMN     "tax_scheme" "TaxRegistrationScheme";

-- AlterTable
ALTER TABLE "price" ADD COLUMN     "tax_behavior" "TaxBehavior" NOT NULL DEFAULT 'EXCLUSIVE';

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "tax_category" TEXT NOT NULL DEFAULT 'ELECTRONIC_SERVICE',
ADD COLUMN     "tax_exempt_by" TEXT;

-- CreateTable
CREATE TABLE "tax_config" (
    "company_id" TEXT NOT NULL,
    "engine" "TaxEngine" NOT NULL DEFAULT 'NONE',
    "default_behavior" "TaxBehavior" NOT NULL DEFAULT 'EXCLUSIVE',
    "unproven_tax_id_policy" "UnprovenTaxIdPolicy" NOT NULL DEFAULT 'CHARGE',
    "unknown_location_policy" "UnknownLocationPolicy" NOT NULL DEFAULT 'HOME',
    "tax_date" "TaxDateRule" NOT NULL DEFAULT 'PERIOD_START',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_config_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "tax_registration" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "scheme" "TaxRegistrationScheme" NOT NULL,
    "number" TEXT,
    "valid_from" DATE NOT NULL,
    "valid_until" DATE,
    "below_threshold" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_registration_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tax_id_check" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "register" "TaxIdRegister" NOT NULL,
    "value" TEXT NOT NULL,
    "requester" TEXT,
    "status" "TaxIdStatus" NOT NULL,
    "code" TEXT,
    "consultation_number" TEXT,
    "name" TEXT,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_id_check_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "location_evidence" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "kind" "LocationEvidenceKind" NOT NULL,
    "country" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "location_evidence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_tax" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "category" "TaxCategory" NOT NULL,
    "rate_ppm" INTEGER NOT NULL,
    "country" TEXT,
    "region" TEXT,
    "base" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_tax_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "tax_registration_company_id_created_at_id_idx" ON "tax_registration"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "tax_registration_company_id_id_key" ON "tax_registration"("company_id", "id");

-- CreateIndex
CREATE INDEX "tax_id_check_company_id_customer_id_created_at_id_idx" ON "tax_id_check"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "tax_id_check_company_id_id_key" ON "tax_id_check"("company_id", "id");

-- CreateIndex
CREATE INDEX "location_evidence_company_id_customer_id_created_at_id_idx" ON "location_evidence"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "location_evidence_company_id_id_key" ON "location_evidence"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_tax_company_id_id_key" ON "invoice_tax"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_tax_company_id_invoice_id_position_key" ON "invoice_tax"("company_id", "invoice_id", "position");

-- AddForeignKey
ALTER TABLE "tax_config" ADD CONSTRAINT "tax_config_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_registration" ADD CONSTRAINT "tax_registration_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_id_check" ADD CONSTRAINT "tax_id_check_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tax_id_check" ADD CONSTRAINT "tax_id_check_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "location_evidence" ADD CONSTRAINT "location_evidence_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "location_evidence" ADD CONSTRAINT "location_evidence_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_tax" ADD CONSTRAINT "invoice_tax_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_tax" ADD CONSTRAINT "invoice_tax_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_tax_registration_fkey" FOREIGN KEY ("company_id", "tax_registration_id") REFERENCES "tax_registration"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- The treatment of a line is whole or absent.
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_tax_is_whole" CHECK (
  num_nulls("tax_amount", "tax_category", "tax_rate_ppm", "tax_behavior", "tax_reason", "tax_date") IN (0, 6)
  AND ("tax_category" IS NOT NULL
    OR num_nonnulls("tax_country", "tax_region", "tax_scheme", "tax_legal_basis") = 0)
);
-- Only a standard or reduced rate is above zero, and only it has tax.
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_tax_by_category" CHECK (
  "tax_category" IS NULL
  OR CASE WHEN "tax_category" = 'S' THEN "tax_rate_ppm" > 0 ELSE "tax_rate_ppm" = 0 AND "tax_amount" = 0 END
);
ALTER TABLE "invoice_tax" ADD CONSTRAINT "invoice_tax_by_category" CHECK (
  CASE WHEN "category" = 'S' THEN "rate_ppm" > 0 ELSE "rate_ppm" = 0 AND "amount" = 0 END
);
ALTER TABLE "tax_registration" ADD CONSTRAINT "tax_registration_days" CHECK ("valid_until" >= "valid_from");
ALTER TABLE "tax_registration" ADD CONSTRAINT "tax_registration_threshold_at_home"
  CHECK (NOT "below_threshold" OR "scheme" = 'DOMESTIC');
ALTER TABLE "product" ADD CONSTRAINT "product_exemption" CHECK (("tax_category" = 'EXEMPT') = ("tax_exempt_by" IS NOT NULL));
ALTER TABLE "customer" ADD CONSTRAINT "customer_tax_exemption"
  CHECK ("tax_exemption_until" IS NULL OR "tax_exemption_certificate" IS NOT NULL);
