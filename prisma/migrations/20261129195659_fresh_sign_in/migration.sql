-- Removes columns of codes that were never in use, because signing in again proves the same.
-- AlterEnum
CREATE TYPE "SecurityEventKind_new" AS ENUM ('SIGNED_IN', 'API_KEY_CREATED', 'API_KEY_REVOKED', 'API_KEY_REFUSED', 'RATE_LIMIT_REACHED', 'CUSTOMER_EXPORTED', 'CUSTOMER_ERASED');
ALTER TABLE "security_event" ALTER COLUMN "kind" TYPE "SecurityEventKind_new" USING ("kind"::text::"SecurityEventKind_new");
ALTER TYPE "SecurityEventKind" RENAME TO "SecurityEventKind_old";
ALTER TYPE "SecurityEventKind_new" RENAME TO "SecurityEventKind";
DROP TYPE "public"."SecurityEventKind_old";

-- AlterTable
ALTER TABLE "portal_session" DROP COLUMN "code_expires_at",
DROP COLUMN "code_guesses",
DROP COLUMN "code_hash",
DROP COLUMN "code_salt",
DROP COLUMN "fresh_until";
