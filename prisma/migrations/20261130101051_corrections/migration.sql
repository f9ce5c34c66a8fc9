-- CreateEnum
CREATE TYPE "CreditNoteReason" AS ENUM ('DUPLICATE', 'BILLING_ERROR', 'ORDER_CHANGE', 'PRODUCT_UNSATISFACTORY', 'GOODWILL', 'REISSUE');

-- AlterTable
ALTER TABLE "invoice" ADD COLUMN     "credit_note_reason" "CreditNoteReason",
ADD COLUMN     "replaces_invoice_id" TEXT;

-- AlterTable
ALTER TABLE "invoice_line" ADD COLUMN     "credits_line_id" TEXT;

-- CreateTable
CREATE TABLE "invoice_correction" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "correction_id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "amount" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "invoice_correction_company_id_invoice_id_idx" ON "invoice_correction"("company_id", "invoice_id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_correction_company_id_id_key" ON "invoice_correction"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "invoice_correction_company_id_correction_id_position_key" ON "invoice_correction"("company_id", "correction_id", "position");

-- AddForeignKey
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_replaces_fkey" FOREIGN KEY ("company_id", "replaces_invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_credits_line_fkey" FOREIGN KEY ("company_id", "credits_line_id") REFERENCES "invoice_line"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "invoice_correction" ADD CONSTRAINT "invoice_correction_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invoice_correction" ADD CONSTRAINT "invoice_correction_correction_fkey" FOREIGN KEY ("company_id", "correction_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "invoice_correction" ADD CONSTRAINT "invoice_correction_invoice_fkey" FOREIGN KEY ("company_id", "invoice_id") REFERENCES "invoice"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "invoice_correction" ADD CONSTRAINT "invoice_correction_amount_not_negative" CHECK ("amount" >= 0);

-- Credit notes from before named one invoice.
INSERT INTO "invoice_correction" ("id", "company_id", "correction_id", "invoice_id", "position", "amount", "created_at")
SELECT 'ico_' || substr("id", 4), "company_id", "id", "corrects_invoice_id", 0, -"total", "created_at"
FROM "invoice" WHERE "corrects_invoice_id" IS NOT NULL AND "total" < 0;
