-- CreateTable
CREATE TABLE "rate_budget" (
    "store_id" UUID NOT NULL,
    "budget" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rate_budget_pkey" PRIMARY KEY ("store_id")
);

-- One row a store, changed with every call to its platform: room on the page, so that no index is touched.
alter table rate_budget set (fillfactor = 50);
select guard_tenant_table('rate_budget');
