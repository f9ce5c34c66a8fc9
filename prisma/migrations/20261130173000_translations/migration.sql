-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "translations" JSONB NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "translations" JSONB NOT NULL DEFAULT '{}';
