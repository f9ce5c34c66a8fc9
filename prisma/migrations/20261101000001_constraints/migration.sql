-- Written by hand: what schema.prisma cannot express. The comparison of `npm run migration` ignores all of it.

-- Amounts that have to add up.
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_total_adds_up" CHECK ("total" = "amount_paid" + "amount_due");
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_amount_adds_up" CHECK ("gross_amount" - "discount_amount" = "amount");

-- A coupon takes off either a share or a sum of one currency.
ALTER TABLE "coupon" ADD CONSTRAINT "coupon_takes_off_one_thing" CHECK (
  ("percent_off_basis_points" IS NOT NULL AND "amount_off" IS NULL AND "currency" IS NULL)
  OR ("percent_off_basis_points" IS NULL AND "amount_off" IS NOT NULL AND "currency" IS NOT NULL)
);
ALTER TABLE "coupon" ADD CONSTRAINT "coupon_percent_in_range" CHECK ("percent_off_basis_points" BETWEEN 1 AND 10000);
ALTER TABLE "coupon" ADD CONSTRAINT "coupon_amount_positive" CHECK ("amount_off" > 0);

-- Quantities, prices and intervals.
ALTER TABLE "subscription_item" ADD CONSTRAINT "subscription_item_quantity_positive" CHECK ("quantity" >= 1);
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_quantity_positive" CHECK ("quantity" >= 1);
ALTER TABLE "price" ADD CONSTRAINT "price_interval_count_positive" CHECK ("interval_count" >= 1);
ALTER TABLE "price" ADD CONSTRAINT "price_unit_amount_not_negative" CHECK ("unit_amount" >= 0);
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_interval_count_positive" CHECK ("interval_count" >= 1);
ALTER TABLE "company" ADD CONSTRAINT "company_next_invoice_sequence_positive" CHECK ("next_invoice_sequence" >= 1);

-- Stretches of time run forwards.
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_period_runs_forwards" CHECK ("current_period_end" > "current_period_start");
ALTER TABLE "invoice_line" ADD CONSTRAINT "invoice_line_period_runs_forwards" CHECK ("period_end" > "period_start");
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_discount_window" CHECK (
  ("discount_start" IS NULL AND "discount_end" IS NULL)
  OR ("coupon_id" IS NOT NULL AND "discount_start" IS NOT NULL AND ("discount_end" IS NULL OR "discount_end" > "discount_start"))
);

-- Ledgers: what is written stays written; a mistake is corrected by another entry.
CREATE FUNCTION "refuse_to_rewrite"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END;
$$;

CREATE TRIGGER "credit_entry_append_only" BEFORE UPDATE OR DELETE ON "credit_entry"
  FOR EACH ROW EXECUTE FUNCTION "refuse_to_rewrite"();
CREATE TRIGGER "invoice_settlement_append_only" BEFORE UPDATE OR DELETE ON "invoice_settlement"
  FOR EACH ROW EXECUTE FUNCTION "refuse_to_rewrite"();
CREATE TRIGGER "event_append_only" BEFORE UPDATE OR DELETE ON "event"
  FOR EACH ROW EXECUTE FUNCTION "refuse_to_rewrite"();
