-- CreateEnum
CREATE TYPE "WebhookDeliveryState" AS ENUM ('PENDING', 'SUCCEEDED', 'FAILED', 'CANCELED');

-- CreateEnum
CREATE TYPE "WebhookDisabledReason" AS ENUM ('MERCHANT', 'GONE', 'FAILING');

-- CreateTable
CREATE TABLE "event_position_shift" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "shift" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "event_position_shift_pkey" PRIMARY KEY ("id")
);

-- Written by hand: the place of a transaction in the order of events. The numbers of transactions grow in the order in
-- which transactions begin to write, and of those below a snapshot's xmin all have ended; so whoever reads only below it,
-- in the order of (position, id), misses nothing that commits late. The shift keeps them growing when the database was
-- restored into another server, whose transactions are numbered anew (see event/positions.ts).
INSERT INTO "event_position_shift" DEFAULT VALUES;
ALTER TABLE "event_position_shift" ADD CONSTRAINT "event_position_shift_is_one_row" CHECK ("id" = 1);
CREATE FUNCTION "event_position"() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT pg_current_xact_id()::text::bigint + "shift" FROM "event_position_shift"
$$;

-- AlterTable
ALTER TABLE "event" ADD COLUMN     "position" BIGINT NOT NULL DEFAULT event_position();

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT,
    "event_types" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "sealed_secret" TEXT NOT NULL,
    "sealed_previous_secret" TEXT,
    "previous_secret_until" TIMESTAMPTZ(3),
    "sealed_under" TEXT NOT NULL,
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_reason" "WebhookDisabledReason",
    "failing_since" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "endpoint_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "state" "WebhookDeliveryState" NOT NULL DEFAULT 'PENDING',
    "attempt_count" INTEGER NOT NULL DEFAULT 0,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3),
    "claimed_until" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_attempt" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "status_code" INTEGER,
    "error" TEXT,
    "duration_ms" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "webhook_endpoint_company_id_created_at_id_idx" ON "webhook_endpoint"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_endpoint_company_id_id_key" ON "webhook_endpoint"("company_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_created_at_id_idx" ON "webhook_delivery"("company_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_endpoint_id_created_at_id_idx" ON "webhook_delivery"("company_id", "endpoint_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_event_id_created_at_id_idx" ON "webhook_delivery"("company_id", "event_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "webhook_delivery_company_id_endpoint_id_state_next_attempt__idx" ON "webhook_delivery"("company_id", "endpoint_id", "state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_state_next_attempt_at_idx" ON "webhook_delivery"("state", "next_attempt_at");

-- CreateIndex
CREATE INDEX "webhook_delivery_finished_at_idx" ON "webhook_delivery"("finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_company_id_id_key" ON "webhook_delivery"("company_id", "id");

-- CreateIndex
CREATE INDEX "webhook_attempt_company_id_delivery_id_created_at_id_idx" ON "webhook_attempt"("company_id", "delivery_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "webhook_attempt_company_id_id_key" ON "webhook_attempt"("company_id", "id");

-- CreateIndex
CREATE INDEX "event_company_id_position_id_idx" ON "event"("company_id", "position", "id");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_endpoint_fkey" FOREIGN KEY ("company_id", "endpoint_id") REFERENCES "webhook_endpoint"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_event_fkey" FOREIGN KEY ("company_id", "event_id") REFERENCES "event"("company_id", "id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_attempt" ADD CONSTRAINT "webhook_attempt_delivery_fkey" FOREIGN KEY ("company_id", "delivery_id") REFERENCES "webhook_delivery"("company_id", "id") ON DELETE CASCADE ON UPDATE RESTRICT;

-- Written by hand from here on.

ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_disabled_for_a_reason"
  CHECK (("disabled_at" IS NULL) = ("disabled_reason" IS NULL));
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_previous_secret_ends"
  CHECK (("sealed_previous_secret" IS NULL) = ("previous_secret_until" IS NULL));
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_finished_when_not_pending"
  CHECK (("state" = 'PENDING') = ("finished_at" IS NULL));

-- Who is to be told of an event is written down by the statement that writes the event: it commits with it, no program can
-- forget it, and a company without an endpoint pays for one look at an index. A test of an endpoint goes to it alone.
CREATE FUNCTION "plan_webhook_deliveries"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "webhook_delivery" ("id", "company_id", "endpoint_id", "event_id", "created_at")
  SELECT 'whd_' || substr(e."id", 5, 10) || right(replace(gen_random_uuid()::text, '-', ''), 16),
    e."company_id", w."id", e."id", e."created_at"
  FROM "planned" e JOIN "webhook_endpoint" w ON w."company_id" = e."company_id"
  WHERE w."disabled_at" IS NULL AND w."deleted_at" IS NULL AND CASE e."type"
    WHEN 'webhook_endpoint.test' THEN w."id" = e."object_id"
    ELSE coalesce(cardinality(w."event_types"), 0) = 0 OR e."type" = ANY (w."event_types")
  END;
  RETURN NULL;
END;
$$;
CREATE TRIGGER "event_plans_webhook_deliveries" AFTER INSERT ON "event" REFERENCING NEW TABLE AS "planned"
  FOR EACH STATEMENT EXECUTE FUNCTION "plan_webhook_deliveries"();
