-- CreateEnum
CREATE TYPE "CancellationOfferType" AS ENUM ('COUPON', 'PAUSE', 'PLAN', 'CONTACT');

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "cancellation_offers" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "retention_offers_per_year" INTEGER;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "retention_shown_types" "CancellationOfferType"[] DEFAULT ARRAY[]::"CancellationOfferType"[];

-- Attempts that are under way have been shown the retention coupon.
UPDATE "subscription" SET "retention_shown_types" = '{COUPON}' WHERE "retention_shown_at" IS NOT NULL;
