-- CreateIndex
CREATE INDEX "payment_company_id_created_at_id_idx" ON "payment"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "payment_company_id_status_created_at_id_idx" ON "payment"("company_id", "status", "created_at" DESC, "id" DESC);
