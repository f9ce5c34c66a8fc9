CREATE INDEX CONCURRENTLY "refund_company_id_created_at_id_idx" ON "refund"("company_id", "created_at" DESC, "id" DESC);
