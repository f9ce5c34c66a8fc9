-- AlterTable
ALTER TABLE "company" ADD COLUMN     "bank_account_holder" TEXT,
ADD COLUMN     "bic" TEXT,
ADD COLUMN     "electronic_address" TEXT,
ADD COLUMN     "iban" TEXT,
ADD COLUMN     "legal_name" TEXT,
ADD COLUMN     "legal_notice" TEXT,
ADD COLUMN     "payment_terms" TEXT,
ADD COLUMN     "phone" TEXT,
ADD COLUMN     "tax_number" TEXT;

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "buyer_reference" TEXT,
ADD COLUMN     "electronic_address" TEXT;
