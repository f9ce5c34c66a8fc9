CREATE INDEX CONCURRENTLY "subscription_company_id_successor_id_idx" ON "subscription"("company_id", "successor_id");
