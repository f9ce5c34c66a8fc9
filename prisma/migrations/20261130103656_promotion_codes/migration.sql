-- CreateEnum
CREATE TYPE "PromotionCodeUse" AS ENUM ('SUBSCRIBE', 'SWITCH_PLAN');

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "promotion_codes" "PromotionCodeUse"[] DEFAULT ARRAY['SUBSCRIBE']::"PromotionCodeUse"[];

-- CreateTable
CREATE TABLE "promotion_code" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "coupon_id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "code_key" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "customer_id" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "max_redemptions" INTEGER,
    "times_redeemed" INTEGER NOT NULL DEFAULT 0,
    "first_time_transaction" BOOLEAN NOT NULL DEFAULT false,
    "minimum_amount" BIGINT,
    "minimum_amount_currency" TEXT,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promotion_code_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "promotion_code_redemption" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "promotion_code_id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "subscription_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "promotion_code_redemption_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "promotion_code_company_id_created_at_id_idx" ON "promotion_code"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "promotion_code_company_id_coupon_id_idx" ON "promotion_code"("company_id", "coupon_id");

-- CreateIndex
CREATE INDEX "promotion_code_company_id_customer_id_idx" ON "promotion_code"("company_id", "customer_id");

-- CreateIndex
CREATE INDEX "promotion_code_redemption_company_id_customer_id_idx" ON "promotion_code_redemption"("company_id", "customer_id");

-- CreateIndex
CREATE UNIQUE INDEX "promotion_code_company_id_id_key" ON "promotion_code"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "promotion_code_company_id_code_key_key" ON "promotion_code"("company_id", "code_key");

-- CreateIndex
CREATE INDEX "promotion_code_redemption_company_id_subscription_id_idx" ON "promotion_code_redemption"("company_id", "subscription_id");

-- CreateIndex
CREATE UNIQUE INDEX "promotion_code_redemption_company_id_id_key" ON "promotion_code_redemption"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "promotion_code_redemption_company_id_promotion_code_id_cust_key" ON "promotion_code_redemption"("company_id", "promotion_code_id", "customer_id");

-- AddForeignKey
ALTER TABLE "promotion_code" ADD CONSTRAINT "promotion_code_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promotion_code" ADD CONSTRAINT "promotion_code_coupon_fkey" FOREIGN KEY ("company_id", "coupon_id") REFERENCES "coupon"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "promotion_code" ADD CONSTRAINT "promotion_code_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "promotion_code_redemption" ADD CONSTRAINT "promotion_code_redemption_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "promotion_code_redemption" ADD CONSTRAINT "promotion_code_redemption_code_fkey" FOREIGN KEY ("company_id", "promotion_code_id") REFERENCES "promotion_code"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "promotion_code_redemption" ADD CONSTRAINT "promotion_code_redemption_customer_fkey" FOREIGN KEY ("company_id", "customer_id") REFERENCES "customer"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "promotion_code_redemption" ADD CONSTRAINT "promotion_code_redemption_subscription_fkey" FOREIGN KEY ("company_id", "subscription_id") REFERENCES "subscription"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

ALTER TABLE "promotion_code" ADD CONSTRAINT "promotion_code_redemptions_check" CHECK (
  "times_redeemed" >= 0
  AND ("max_redemptions" IS NULL OR "times_redeemed" <= "max_redemptions")
);
ALTER TABLE "promotion_code" ADD CONSTRAINT "promotion_code_minimum_check" CHECK (
  ("minimum_amount" IS NULL) = ("minimum_amount_currency" IS NULL)
);
