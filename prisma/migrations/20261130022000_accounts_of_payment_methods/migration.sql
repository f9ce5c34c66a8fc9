-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "provider_account_id" TEXT;

-- AlterTable
ALTER TABLE "payment_method" ADD COLUMN     "account_id" TEXT;

-- AddForeignKey
ALTER TABLE "customer" ADD CONSTRAINT "customer_provider_account_fkey" FOREIGN KEY ("company_id", "provider_account_id") REFERENCES "provider_account"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "payment_method" ADD CONSTRAINT "payment_method_account_fkey" FOREIGN KEY ("company_id", "account_id") REFERENCES "provider_account"("company_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;
