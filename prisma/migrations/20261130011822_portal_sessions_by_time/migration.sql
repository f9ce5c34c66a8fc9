CREATE INDEX CONCURRENTLY "portal_session_created_at_idx" ON "portal_session"("created_at");
