-- CreateIndex
CREATE UNIQUE INDEX CONCURRENTLY "payment_method_company_id_setup_ref_key" ON "payment_method"("company_id", "setup_ref");
