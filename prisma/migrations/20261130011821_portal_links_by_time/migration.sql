CREATE INDEX CONCURRENTLY "portal_link_created_at_idx" ON "portal_link"("created_at");
