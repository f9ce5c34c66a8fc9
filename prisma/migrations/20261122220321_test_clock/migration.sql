-- AlterTable
ALTER TABLE "company" ADD COLUMN     "test_clock_at" TIMESTAMPTZ(3);
