-- CreateTable
CREATE TABLE "parity_proof" (
    "store_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "scope_from" TIMESTAMPTZ(6),
    "proven_to" TIMESTAMPTZ(6) NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "differences" INTEGER NOT NULL DEFAULT 0,
    "repaired" INTEGER NOT NULL DEFAULT 0,
    "finished_at" TIMESTAMPTZ(6),

    CONSTRAINT "parity_proof_pkey" PRIMARY KEY ("store_id","job_id")
);

-- CreateTable
CREATE TABLE "parity_difference" (
    "store_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "fields" TEXT[],
    "repaired_at" TIMESTAMPTZ(6),

    CONSTRAINT "parity_difference_pkey" PRIMARY KEY ("store_id","job_id","platform_order_id")
);

-- CreateTable
CREATE TABLE "parity_seen" (
    "store_id" UUID NOT NULL,
    "job_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,

    CONSTRAINT "parity_seen_pkey" PRIMARY KEY ("store_id","job_id","platform_order_id")
);

-- CreateIndex
CREATE INDEX "parity_proof_store_id_proven_to_idx" ON "parity_proof"("store_id", "proven_to" DESC);

select guard_tenant_table(t::regclass) from unnest(array['parity_proof', 'parity_difference', 'parity_seen']) as t;
alter table parity_difference add constraint parity_difference_cause
  check (cause in ('missing', 'stale', 'different', 'gone'));
