-- CreateEnum
CREATE TYPE "DisputeAction" AS ENUM ('NOTHING', 'PAUSE', 'CANCEL');

-- CreateEnum
CREATE TYPE "DisputeStatus" AS ENUM ('INQUIRY', 'OPEN', 'UNDER_REVIEW', 'WON', 'LOST', 'CLOSED');

-- AlterTable
ALTER TABLE "dunning_config" ADD COLUMN     "dispute_action" "DisputeAction" NOT NULL DEFAULT 'NOTHING';

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "dispute_pending" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "disputed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "dispute" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "status" "DisputeStatus" NOT NULL,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reason" TEXT,
    "evidence_due_at" TIMESTAMPTZ(3),
    "withdrawn" BIGINT NOT NULL DEFAULT 0,
    "acted_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "provider_ref" TEXT NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "dispute_company_id_created_at_id_idx" ON "dispute"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dispute_company_id_status_created_at_id_idx" ON "dispute"("company_id", "status", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dispute_company_id_customer_id_created_at_id_idx" ON "dispute"("company_id", "customer_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "dispute_company_id_payment_id_idx" ON "dispute"("company_id", "payment_id");

-- CreateIndex
CREATE INDEX "dispute_look_at_idx" ON "dispute"("look_at");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_company_id_id_key" ON "dispute"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "dispute_company_id_provider_ref_key" ON "dispute"("company_id", "provider_ref");

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_payment_fkey" FOREIGN KEY ("company_id", "payment_id") REFERENCES "payment"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- A dispute takes no more than is disputed.
ALTER TABLE "dispute" ADD CONSTRAINT "dispute_amounts" CHECK ("amount" > 0 AND "withdrawn" >= 0);
