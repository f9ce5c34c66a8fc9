-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "tax_id_changed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "subscription" ADD COLUMN     "tax_held_at" TIMESTAMPTZ(3);
