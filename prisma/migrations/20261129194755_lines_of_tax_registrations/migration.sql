CREATE INDEX CONCURRENTLY "invoice_line_company_id_tax_registration_id_idx" ON "invoice_line"("company_id", "tax_registration_id");
