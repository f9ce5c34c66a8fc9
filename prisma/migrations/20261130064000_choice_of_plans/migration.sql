-- CreateEnum
CREATE TYPE "ProductKind" AS ENUM ('PLAN', 'ADD_ON');

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "allow_free_plans" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "allow_plan_downgrades" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "plan_groups" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "plan_rules" JSONB NOT NULL DEFAULT '[]';

-- AlterTable
ALTER TABLE "price" ADD COLUMN     "quantity_adjustable" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "quantity_maximum" INTEGER,
ADD COLUMN     "quantity_minimum" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "quantity_step" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "product" ADD COLUMN     "kind" "ProductKind" NOT NULL DEFAULT 'PLAN';

-- The quantities of a price; existing prices are sold by units as before.
ALTER TABLE "price" ADD CONSTRAINT "price_quantity_check" CHECK (
  "quantity_minimum" BETWEEN 1 AND 1000000
  AND "quantity_step" BETWEEN 1 AND 1000000
  AND ("quantity_maximum" IS NULL OR "quantity_maximum" BETWEEN "quantity_minimum" AND 1000000)
);
