-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "retention_accepted_at" TIMESTAMPTZ(3);
