-- CreateTable
CREATE TABLE "delivery_day" (
    "store_id" UUID NOT NULL,
    "topic" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "late" INTEGER NOT NULL DEFAULT 0,
    "delay_ms" BIGINT NOT NULL DEFAULT 0,
    "longest_ms" BIGINT NOT NULL DEFAULT 0,
    "disordered" INTEGER NOT NULL DEFAULT 0,
    "duplicated" INTEGER NOT NULL DEFAULT 0,
    "last_at" TIMESTAMPTZ(6),

    CONSTRAINT "delivery_day_pkey" PRIMARY KEY ("store_id","topic","day")
);

-- CreateTable
CREATE TABLE "missed_change" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(6) NOT NULL,
    "topic" TEXT NOT NULL,
    "found_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "arrived_at" TIMESTAMPTZ(6),

    CONSTRAINT "missed_change_pkey" PRIMARY KEY ("store_id","platform_order_id","changed_at")
);

select guard_tenant_table('delivery_day');
select guard_tenant_table('missed_change');
-- The door counts what it was sent twice, for whatever stores; the sweep looks for stores that fell silent.
select open_to_system('delivery_day', 'select, insert, update');
-- What has not arrived after all: every batch of deliveries asks for its own orders.
create index missed_change_open on missed_change (store_id, platform_order_id) where arrived_at is null;
-- The page counts the last days and shows the newest.
create index missed_change_found on missed_change (store_id, found_at);
