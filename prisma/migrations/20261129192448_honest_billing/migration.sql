-- AlterTable
ALTER TABLE "scheduled_change" ADD COLUMN     "after_renewal" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "discount_from_offer" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "subscription_item" ADD COLUMN     "discounted_quantity" INTEGER,
ADD COLUMN     "unbilled_upgrade" BOOLEAN NOT NULL DEFAULT false;

-- Nothing is due on an invoice that is void.
ALTER TABLE "invoice" DROP CONSTRAINT "invoice_total_adds_up";
UPDATE "invoice" SET "amount_paid" = 0, "amount_due" = 0 WHERE "status" = 'VOID';
ALTER TABLE "invoice" ADD CONSTRAINT "invoice_total_adds_up" CHECK (
  "total" = "amount_paid" + "amount_due" OR ("status" = 'VOID' AND "amount_paid" = 0 AND "amount_due" = 0)
);

ALTER TABLE "subscription_item" ADD CONSTRAINT "subscription_item_discounted_quantity_positive"
  CHECK ("discounted_quantity" > 0);
