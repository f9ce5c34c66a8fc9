CREATE INDEX CONCURRENTLY "refund_company_id_customer_id_created_at_id_idx" ON "refund"("company_id", "customer_id", "created_at" DESC, "id" DESC);
