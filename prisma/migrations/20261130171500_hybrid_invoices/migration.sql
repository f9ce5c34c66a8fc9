-- AlterTable
ALTER TABLE "company" ADD COLUMN     "hybrid_invoices" BOOLEAN NOT NULL DEFAULT false;
