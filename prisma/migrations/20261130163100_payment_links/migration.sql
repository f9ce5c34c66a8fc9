-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "payment_link_renewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "payment_link_version" INTEGER NOT NULL DEFAULT 1;
