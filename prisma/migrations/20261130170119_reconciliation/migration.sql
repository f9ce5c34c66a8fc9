-- DropIndex: the index of a customer's refunds by time serves its queries.
DROP INDEX "refund_company_id_customer_id_idx";

-- AlterTable
ALTER TABLE "provider_account" ADD COLUMN     "reconcile_at" TIMESTAMPTZ(3);
