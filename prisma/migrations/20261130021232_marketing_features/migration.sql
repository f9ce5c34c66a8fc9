-- AlterTable
ALTER TABLE "product" ADD COLUMN     "marketing_features" TEXT[] DEFAULT ARRAY[]::TEXT[];
