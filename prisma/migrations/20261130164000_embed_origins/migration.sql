-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "embed_origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
