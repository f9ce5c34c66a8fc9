CREATE INDEX CONCURRENTLY "refund_company_id_status_created_at_id_idx" ON "refund"("company_id", "status", "created_at" DESC, "id" DESC);
