-- CreateEnum
CREATE TYPE "PortalFont" AS ENUM ('SYSTEM', 'NOTO_SANS', 'SERIF', 'ROUNDED');

-- CreateEnum
CREATE TYPE "PortalCorners" AS ENUM ('ROUNDED', 'SLIGHT', 'SQUARE');

-- AlterTable
ALTER TABLE "portal_config" ADD COLUMN     "corners" "PortalCorners" NOT NULL DEFAULT 'ROUNDED',
ADD COLUMN     "dark_logo_url" TEXT,
ADD COLUMN     "font" "PortalFont" NOT NULL DEFAULT 'SYSTEM',
ADD COLUMN     "footer_text" TEXT;
