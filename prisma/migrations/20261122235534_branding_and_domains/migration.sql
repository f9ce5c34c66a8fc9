-- AlterEnum
-- This migration adds more than one value to an enum.
-- With PostgreSQL versions 11 and earlier, this is not possible
-- in a single migration. This can be worked around by creating
-- multiple migrations, each migration adding only one value to
-- the enum.


ALTER TYPE "PortalDestination" ADD VALUE 'SUBSCRIPTIONS';
ALTER TYPE "PortalDestination" ADD VALUE 'SWITCH_PLAN';
ALTER TYPE "PortalDestination" ADD VALUE 'CANCEL_SUBSCRIPTION';
ALTER TYPE "PortalDestination" ADD VALUE 'INVOICES';
ALTER TYPE "PortalDestination" ADD VALUE 'PAY_INVOICE';

-- DropIndex
DROP INDEX "custom_domain_hostname_key";

-- AlterTable
ALTER TABLE "custom_domain" ADD COLUMN     "checked_at" TIMESTAMPTZ(3),
ADD COLUMN     "failing_since" TIMESTAMPTZ(3),
ADD COLUMN     "verification_token" TEXT;

-- What was registered before has to be proved as well.
UPDATE "custom_domain" SET "verification_token" = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), "verified_at" = NULL;
ALTER TABLE "custom_domain" ALTER COLUMN "verification_token" SET NOT NULL;

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "accent_color" TEXT,
ADD COLUMN     "background_color" TEXT,
ADD COLUMN     "cancellation_emails_enabled" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "default_locale" TEXT NOT NULL DEFAULT 'en',
ADD COLUMN     "favicon_url" TEXT,
ADD COLUMN     "logo_url" TEXT,
ADD COLUMN     "privacy_url" TEXT,
ADD COLUMN     "support_email" TEXT,
ADD COLUMN     "terms_url" TEXT;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "retention_shown_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "custom_domain_company_id_created_at_id_idx" ON "custom_domain"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "custom_domain_company_id_hostname_key" ON "custom_domain"("company_id", "hostname");

-- Written by hand: what schema.prisma cannot say.

-- Several companies may register a host name, and one of them can have it verified.
CREATE UNIQUE INDEX "custom_domain_verified_hostname_key" ON "custom_domain"("hostname") WHERE "verified_at" IS NOT NULL;
ALTER TABLE "custom_domain" ADD CONSTRAINT "custom_domain_hostname_plain" CHECK ("hostname" ~ '^[a-z0-9.-]{3,234}$');
ALTER TABLE "custom_domain" ADD CONSTRAINT "custom_domain_token_long" CHECK (length("verification_token") >= 40);

-- Colours stand in style sheets: nothing else may.
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_accent_color_hex" CHECK ("accent_color" ~ '^#[0-9a-f]{6}$');
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_background_color_hex" CHECK ("background_color" ~ '^#[0-9a-f]{6}$');
