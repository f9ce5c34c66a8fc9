-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "mandate_ref" TEXT,
ADD COLUMN     "mandate_reference" TEXT,
ADD COLUMN     "setup_ref" TEXT,
ADD COLUMN     "wallet" TEXT;
