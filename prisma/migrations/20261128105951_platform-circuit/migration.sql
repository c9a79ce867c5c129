-- CreateTable
CREATE TABLE "platform_circuit" (
    "platform" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "stores" UUID[] DEFAULT ARRAY[]::UUID[],
    "not_before" TIMESTAMPTZ(6),
    "trying_until" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "platform_circuit_pkey" PRIMARY KEY ("platform")
);

-- Of no store, and without anything of one but its id: every worker reads and writes it.
alter table platform_circuit enable row level security;
alter table platform_circuit force row level security;
create policy everybody on platform_circuit for all to tagalong_runtime using (true) with check (true);
grant select, insert, update on platform_circuit to tagalong_runtime;
