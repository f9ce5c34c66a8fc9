CREATE INDEX CONCURRENTLY "invoice_sent_open_idx" ON "invoice"("due_at") WHERE "status" = 'OPEN' AND "collection_method" = 'SEND_INVOICE';
