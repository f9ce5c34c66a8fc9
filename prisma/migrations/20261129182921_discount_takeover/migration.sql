-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "discount_ends_with_period" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "next_coupon_id" TEXT;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_next_coupon_fkey" FOREIGN KEY ("company_id", "next_coupon_id") REFERENCES "coupon"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- A removal was recorded only by an end that lies at the period's end and before the coupon's own.
UPDATE "subscription" s SET "discount_ends_with_period" = true
FROM "coupon" c
WHERE c."company_id" = s."company_id" AND c."id" = s."coupon_id"
  AND s."discount_end" = s."current_period_end"
  AND (c."duration" = 'FOREVER' OR (c."duration" = 'REPEATING' AND s."discount_end" <
    (s."discount_start" AT TIME ZONE 'UTC' + make_interval(months => c."duration_months")) AT TIME ZONE 'UTC'));

ALTER TABLE "subscription" ADD CONSTRAINT "subscription_discount_takeover" CHECK (
  "coupon_id" IS NOT NULL OR NOT "discount_ends_with_period"
);
