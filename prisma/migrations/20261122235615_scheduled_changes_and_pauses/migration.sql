-- CreateEnum
CREATE TYPE "ChangeEffective" AS ENUM ('IMMEDIATELY', 'PERIOD_END');

-- CreateEnum
CREATE TYPE "PauseCause" AS ENUM ('REQUEST', 'PAYMENT_FAILED');

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "downgrade_charge_timing" "ChargeTiming",
ADD COLUMN     "downgrade_effective" "ChangeEffective",
ADD COLUMN     "downgrade_proration_behavior" "ProrationBehavior",
ADD COLUMN     "pause_enabled" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pause_maximum_days" INTEGER,
ADD COLUMN     "upgrade_charge_timing" "ChargeTiming",
ADD COLUMN     "upgrade_effective" "ChangeEffective",
ADD COLUMN     "upgrade_proration_behavior" "ProrationBehavior";

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "pause_at_period_end" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pause_cause" "PauseCause",
ADD COLUMN     "paused_at" TIMESTAMPTZ(3),
ADD COLUMN     "resumes_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "scheduled_change" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "item_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "price_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "actor_kind" "ActorKind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "scheduled_change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "scheduled_change_company_id_subscription_id_idx" ON "scheduled_change"("company_id", "subscription_id");

-- CreateIndex
CREATE INDEX "scheduled_change_company_id_price_id_idx" ON "scheduled_change"("company_id", "price_id");

-- CreateIndex
CREATE UNIQUE INDEX "scheduled_change_company_id_id_key" ON "scheduled_change"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "scheduled_change_company_id_item_id_key" ON "scheduled_change"("company_id", "item_id");

-- CreateIndex
CREATE INDEX "subscription_status_resumes_at_idx" ON "subscription"("status", "resumes_at");

-- AddForeignKey
ALTER TABLE "scheduled_change" ADD CONSTRAINT "scheduled_change_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "scheduled_change" ADD CONSTRAINT "scheduled_change_item_fkey" FOREIGN KEY ("company_id", "item_id") REFERENCES "subscription_item"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scheduled_change" ADD CONSTRAINT "scheduled_change_subscription_fkey" FOREIGN KEY ("company_id", "subscription_id") REFERENCES "subscription"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "scheduled_change" ADD CONSTRAINT "scheduled_change_price_fkey" FOREIGN KEY ("company_id", "price_id") REFERENCES "price"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Written by hand from here on: what was paused before says since when and why, and values make sense.
UPDATE "subscription" SET
  "paused_at" = COALESCE(paused.created_at, "subscription"."updated_at"),
  "pause_cause" = (CASE WHEN paused.data ->> 'cause' = 'payment_failed' THEN 'PAYMENT_FAILED' ELSE 'REQUEST' END)::"PauseCause"
FROM "subscription" AS self
LEFT JOIN LATERAL (
  SELECT created_at, data FROM "event"
  WHERE "event".company_id = self.company_id AND "event".object_id = self.id AND "event".type = 'subscription.paused'
  ORDER BY created_at DESC, id DESC LIMIT 1
) AS paused ON TRUE
WHERE self.id = "subscription".id AND "subscription"."status" = 'PAUSED';
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_paused_since_and_why" CHECK (
  ("status" = 'PAUSED') = ("paused_at" IS NOT NULL) AND ("paused_at" IS NULL) = ("pause_cause" IS NULL)
);
ALTER TABLE "scheduled_change" ADD CONSTRAINT "scheduled_change_quantity_positive" CHECK ("quantity" >= 1);
ALTER TABLE "portal_config" ADD CONSTRAINT "portal_config_pause_maximum_days_in_range" CHECK ("pause_maximum_days" BETWEEN 1 AND 1095);
