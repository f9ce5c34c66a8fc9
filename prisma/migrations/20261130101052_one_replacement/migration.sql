-- CreateIndex
CREATE UNIQUE INDEX CONCURRENTLY "invoice_company_id_replaces_invoice_id_key" ON "invoice"("company_id", "replaces_invoice_id");
