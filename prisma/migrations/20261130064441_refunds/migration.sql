-- CreateEnum
CREATE TYPE "RefundStatus" AS ENUM ('PLANNED', 'PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- AlterEnum
ALTER TYPE "CreditCause" ADD VALUE 'REFUND';

-- CreateTable
CREATE TABLE "refund" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "credit_note_id" TEXT,
    "currency" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "status" "RefundStatus" NOT NULL,
    "booked" BOOLEAN NOT NULL,
    "outside" BOOLEAN NOT NULL DEFAULT false,
    "failure_code" TEXT,
    "provider_ref" TEXT,
    "provider_key" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "look_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "refund_company_id_payment_id_idx" ON "refund"("company_id", "payment_id");

-- CreateIndex
CREATE INDEX "refund_company_id_customer_id_idx" ON "refund"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "refund_look_at_idx" ON "refund"("look_at");

-- CreateIndex
CREATE UNIQUE INDEX "refund_company_id_id_key" ON "refund"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_company_id_provider_ref_key" ON "refund"("company_id", "provider_ref");

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_payment_fkey" FOREIGN KEY ("company_id", "payment_id") REFERENCES "payment"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "refund" ADD CONSTRAINT "refund_credit_note_fkey" FOREIGN KEY ("company_id", "credit_note_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;


-- A refund moves money in one direction.
ALTER TABLE "refund" ADD CONSTRAINT "refund_amount_positive" CHECK ("amount" > 0);
