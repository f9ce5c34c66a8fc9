-- CreateIndex
CREATE INDEX CONCURRENTLY "event_company_id_customer_id_created_at_id_idx" ON "event"("company_id", "customer_id", "created_at" DESC, "id" DESC);
