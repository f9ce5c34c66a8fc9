-- Existing companies decide for themselves: the default applies to new ones.
-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "resubscribe_enabled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "subscription_create_enabled" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "portal_config" ALTER COLUMN "resubscribe_enabled" SET DEFAULT true;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "successor_id" TEXT;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_successor_fkey" FOREIGN KEY ("company_id", "successor_id") REFERENCES "subscription"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
