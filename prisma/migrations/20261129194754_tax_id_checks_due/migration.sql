CREATE INDEX CONCURRENTLY "customer_tax_id_check_due_at_idx" ON "customer"("tax_id_check_due_at");
