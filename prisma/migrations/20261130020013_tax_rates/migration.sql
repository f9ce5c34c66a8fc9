-- CreateTable
CREATE TABLE "tax_rate" (
    "id" TEXT NOT NULL,
    "company_id" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "rate_ppm" INTEGER NOT NULL,
    "valid_from" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tax_rate_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "tax_rate_company_id_id_key" ON "tax_rate"("company_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "tax_rate_company_id_country_category_valid_from_key" ON "tax_rate"("company_id", "country", "category", "valid_from");

-- AddForeignKey
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_company_id_fkey" FOREIGN KEY ("company_id") REFERENCES "company"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_ppm" CHECK ("rate_ppm" BETWEEN 0 AND 1000000);
