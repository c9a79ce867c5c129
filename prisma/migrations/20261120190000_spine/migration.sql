-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "store" (
    "id" UUID NOT NULL,
    "platform" TEXT NOT NULL,
    "domain" TEXT NOT NULL,
    "platform_store_id" TEXT,
    "name" TEXT,
    "email" TEXT,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "time_zone" TEXT NOT NULL DEFAULT 'UTC',
    "plan_name" TEXT,
    "state" TEXT NOT NULL DEFAULT 'active',
    "installation_epoch" INTEGER NOT NULL DEFAULT 1,
    "scopes" TEXT NOT NULL DEFAULT '',
    "settings" JSONB NOT NULL DEFAULT '{}',
    "installed_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "uninstalled_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "store_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL DEFAULT false,
    "state" TEXT NOT NULL DEFAULT '',
    "scope" TEXT,
    "access_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(6),
    "refresh_token" TEXT,
    "refresh_token_expires_at" TIMESTAMPTZ(6),
    "user_id" TEXT,
    "installation_epoch" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "session_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "api_key" (
    "store_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(6),
    "revoked_at" TIMESTAMPTZ(6),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "inbox_entry" (
    "store_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "source" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "event_id" TEXT,
    "triggered_at" TIMESTAMPTZ(6),
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "api_version" TEXT,
    "request_id" TEXT,
    "job_id" UUID,
    "object_id" TEXT,
    "body" BYTEA NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "reason_class" TEXT,
    "reason" TEXT,
    "next_attempt_at" TIMESTAMPTZ(6),
    "processed_at" TIMESTAMPTZ(6),
    "result" TEXT,

    CONSTRAINT "inbox_entry_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "sync_job" (
    "store_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'pending',
    "trigger" TEXT NOT NULL DEFAULT 'manual',
    "params" JSONB NOT NULL DEFAULT '{}',
    "checkpoint" JSONB NOT NULL DEFAULT '{}',
    "total" INTEGER,
    "processed" INTEGER NOT NULL DEFAULT 0,
    "created" INTEGER NOT NULL DEFAULT 0,
    "updated" INTEGER NOT NULL DEFAULT 0,
    "unchanged" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(6),
    "finished_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sync_job_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "checkpoint" (
    "store_id" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "read_to" TIMESTAMPTZ(6),
    "last_id" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "checkpoint_pkey" PRIMARY KEY ("store_id","resource")
);

-- CreateTable
CREATE TABLE "orders" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform" TEXT NOT NULL,
    "order_number" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "processed_at" TIMESTAMPTZ(6),
    "platform_updated_at" TIMESTAMPTZ(6) NOT NULL,
    "cancelled_at" TIMESTAMPTZ(6),
    "cancel_reason" TEXT,
    "closed_at" TIMESTAMPTZ(6),
    "deleted_at" TIMESTAMPTZ(6),
    "test" BOOLEAN NOT NULL DEFAULT false,
    "edited" BOOLEAN NOT NULL DEFAULT false,
    "status" TEXT NOT NULL,
    "financial_status" TEXT NOT NULL,
    "fulfillment_status" TEXT NOT NULL,
    "raw_financial_status" TEXT,
    "raw_fulfillment_status" TEXT,
    "return_status" TEXT,
    "currency" TEXT NOT NULL,
    "presentment_currency" TEXT NOT NULL,
    "taxes_included" BOOLEAN NOT NULL DEFAULT false,
    "platform_customer_id" TEXT,
    "email" TEXT,
    "phone" TEXT,
    "customer_name" TEXT,
    "email_hash" BYTEA,
    "phone_hash" BYTEA,
    "redacted_at" TIMESTAMPTZ(6),
    "source_name" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "note" TEXT,
    "note_attributes" JSONB NOT NULL DEFAULT '[]',
    "cart_token" TEXT,
    "checkout_token" TEXT,
    "payment_gateways" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "gross" DECIMAL NOT NULL DEFAULT 0,
    "gross_presentment" DECIMAL NOT NULL DEFAULT 0,
    "discounts" DECIMAL NOT NULL DEFAULT 0,
    "discounts_presentment" DECIMAL NOT NULL DEFAULT 0,
    "returns" DECIMAL NOT NULL DEFAULT 0,
    "returns_presentment" DECIMAL NOT NULL DEFAULT 0,
    "net" DECIMAL NOT NULL DEFAULT 0,
    "net_presentment" DECIMAL NOT NULL DEFAULT 0,
    "shipping" DECIMAL NOT NULL DEFAULT 0,
    "shipping_presentment" DECIMAL NOT NULL DEFAULT 0,
    "tax" DECIMAL NOT NULL DEFAULT 0,
    "tax_presentment" DECIMAL NOT NULL DEFAULT 0,
    "tips" DECIMAL NOT NULL DEFAULT 0,
    "tips_presentment" DECIMAL NOT NULL DEFAULT 0,
    "duties" DECIMAL NOT NULL DEFAULT 0,
    "duties_presentment" DECIMAL NOT NULL DEFAULT 0,
    "total" DECIMAL NOT NULL DEFAULT 0,
    "total_presentment" DECIMAL NOT NULL DEFAULT 0,
    "current_total" DECIMAL NOT NULL DEFAULT 0,
    "current_total_presentment" DECIMAL NOT NULL DEFAULT 0,
    "refunded" DECIMAL NOT NULL DEFAULT 0,
    "refunded_presentment" DECIMAL NOT NULL DEFAULT 0,
    "add_on_revenue" DECIMAL NOT NULL DEFAULT 0,
    "add_on_revenue_presentment" DECIMAL NOT NULL DEFAULT 0,
    "has_add_on" BOOLEAN NOT NULL DEFAULT false,
    "saved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("store_id","platform_order_id")
);

-- CreateTable
CREATE TABLE "order_line" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_line_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "platform_product_id" TEXT,
    "platform_variant_id" TEXT,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "variant_title" TEXT,
    "vendor" TEXT,
    "quantity" INTEGER NOT NULL,
    "current_quantity" INTEGER NOT NULL,
    "unit_price" DECIMAL NOT NULL,
    "unit_price_presentment" DECIMAL NOT NULL,
    "discounts" DECIMAL NOT NULL DEFAULT 0,
    "discounts_presentment" DECIMAL NOT NULL DEFAULT 0,
    "tax" DECIMAL NOT NULL DEFAULT 0,
    "tax_presentment" DECIMAL NOT NULL DEFAULT 0,
    "refunded_quantity" INTEGER NOT NULL DEFAULT 0,
    "refunded" DECIMAL NOT NULL DEFAULT 0,
    "refunded_presentment" DECIMAL NOT NULL DEFAULT 0,
    "refunded_tax" DECIMAL NOT NULL DEFAULT 0,
    "refunded_tax_presentment" DECIMAL NOT NULL DEFAULT 0,
    "is_gift_card" BOOLEAN NOT NULL DEFAULT false,
    "is_tip" BOOLEAN NOT NULL DEFAULT false,
    "requires_shipping" BOOLEAN NOT NULL DEFAULT true,
    "taxable" BOOLEAN NOT NULL DEFAULT true,
    "fulfillment_status" TEXT,
    "properties" JSONB NOT NULL DEFAULT '[]',
    "tax_lines" JSONB NOT NULL DEFAULT '[]',
    "discount_allocations" JSONB NOT NULL DEFAULT '[]',
    "duties" JSONB NOT NULL DEFAULT '[]',
    "is_add_on" BOOLEAN NOT NULL DEFAULT false,
    "add_on_id" UUID,
    "parent_platform_line_id" TEXT,
    "add_on_revenue" DECIMAL NOT NULL DEFAULT 0,
    "add_on_revenue_presentment" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "order_line_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_line_id")
);

-- CreateTable
CREATE TABLE "order_address" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT,
    "company" TEXT,
    "address1" TEXT,
    "address2" TEXT,
    "city" TEXT,
    "province" TEXT,
    "province_code" TEXT,
    "country" TEXT,
    "country_code" TEXT,
    "zip" TEXT,
    "phone" TEXT,

    CONSTRAINT "order_address_pkey" PRIMARY KEY ("store_id","platform_order_id","kind")
);

-- CreateTable
CREATE TABLE "order_shipping_line" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_shipping_line_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "title" TEXT,
    "code" TEXT,
    "price" DECIMAL NOT NULL,
    "price_presentment" DECIMAL NOT NULL,
    "discounted" DECIMAL NOT NULL,
    "discounted_presentment" DECIMAL NOT NULL,
    "tax_lines" JSONB NOT NULL DEFAULT '[]',
    "discount_allocations" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "order_shipping_line_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_shipping_line_id")
);

-- CreateTable
CREATE TABLE "order_discount" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "code" TEXT,
    "title" TEXT,
    "value" DECIMAL,
    "value_type" TEXT,
    "allocation_method" TEXT,
    "target_selection" TEXT,
    "target_type" TEXT,

    CONSTRAINT "order_discount_pkey" PRIMARY KEY ("store_id","platform_order_id","position")
);

-- CreateTable
CREATE TABLE "order_transaction" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_transaction_id" TEXT NOT NULL,
    "platform_refund_id" TEXT,
    "parent_transaction_id" TEXT,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "gateway" TEXT,
    "amount" DECIMAL NOT NULL,
    "amount_presentment" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL,
    "presentment_currency" TEXT NOT NULL,
    "test" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(6),
    "processed_at" TIMESTAMPTZ(6),
    "version" TEXT NOT NULL,

    CONSTRAINT "order_transaction_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_transaction_id")
);

-- CreateTable
CREATE TABLE "refund" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_refund_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL,
    "processed_at" TIMESTAMPTZ(6),
    "note" TEXT,
    "restock" BOOLEAN NOT NULL DEFAULT false,
    "version" TEXT NOT NULL,
    "returns" DECIMAL NOT NULL DEFAULT 0,
    "returns_presentment" DECIMAL NOT NULL DEFAULT 0,
    "refunded" DECIMAL NOT NULL DEFAULT 0,
    "refunded_presentment" DECIMAL NOT NULL DEFAULT 0,
    "add_on_refunded" DECIMAL NOT NULL DEFAULT 0,
    "add_on_refunded_presentment" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_refund_id")
);

-- CreateTable
CREATE TABLE "refund_line" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_refund_id" TEXT NOT NULL,
    "platform_refund_line_id" TEXT NOT NULL,
    "platform_line_id" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "restock_type" TEXT,
    "subtotal" DECIMAL NOT NULL,
    "subtotal_presentment" DECIMAL NOT NULL,
    "tax" DECIMAL NOT NULL DEFAULT 0,
    "tax_presentment" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "refund_line_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_refund_id","platform_refund_line_id")
);

-- CreateTable
CREATE TABLE "refund_adjustment" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_refund_id" TEXT NOT NULL,
    "platform_adjustment_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "reason" TEXT,
    "amount" DECIMAL NOT NULL,
    "amount_presentment" DECIMAL NOT NULL,
    "tax" DECIMAL NOT NULL DEFAULT 0,
    "tax_presentment" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "refund_adjustment_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_refund_id","platform_adjustment_id")
);

-- CreateTable
CREATE TABLE "fulfillment" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_fulfillment_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "raw_status" TEXT,
    "shipment_status" TEXT,
    "created_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6),
    "tracking" JSONB NOT NULL DEFAULT '[]',
    "lines" JSONB NOT NULL DEFAULT '[]',
    "version" TEXT NOT NULL,

    CONSTRAINT "fulfillment_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_fulfillment_id")
);

-- CreateTable
CREATE TABLE "order_deletion" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "deleted_at" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "order_deletion_pkey" PRIMARY KEY ("store_id","platform_order_id")
);

-- CreateTable
CREATE TABLE "customer" (
    "store_id" UUID NOT NULL,
    "platform_customer_id" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "first_name" TEXT,
    "last_name" TEXT,
    "email_hash" BYTEA,
    "phone_hash" BYTEA,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(6),
    "platform_updated_at" TIMESTAMPTZ(6),
    "version" TEXT NOT NULL,
    "redacted_at" TIMESTAMPTZ(6),
    "saved_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_pkey" PRIMARY KEY ("store_id","platform_customer_id")
);

-- CreateTable
CREATE TABLE "add_on" (
    "store_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'draft',
    "description" TEXT NOT NULL DEFAULT '',
    "terms" TEXT NOT NULL DEFAULT '',
    "price" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL,
    "targets" JSONB NOT NULL DEFAULT '{}',
    "publication_state" TEXT NOT NULL DEFAULT 'unpublished',
    "publication_error" TEXT,
    "platform_product_id" TEXT,
    "published_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "add_on_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "add_on_variant" (
    "store_id" UUID NOT NULL,
    "platform_variant_id" TEXT NOT NULL,
    "add_on_id" UUID NOT NULL,
    "price" DECIMAL NOT NULL,
    "currency" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(6),

    CONSTRAINT "add_on_variant_pkey" PRIMARY KEY ("store_id","platform_variant_id")
);

-- CreateTable
CREATE TABLE "change_mark" (
    "store_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "day" DATE NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_mark_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "store_day" (
    "store_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "currency" TEXT NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "orders_with_add_on" INTEGER NOT NULL DEFAULT 0,
    "gross_sales" DECIMAL NOT NULL DEFAULT 0,
    "discounts" DECIMAL NOT NULL DEFAULT 0,
    "returns" DECIMAL NOT NULL DEFAULT 0,
    "net_sales" DECIMAL NOT NULL DEFAULT 0,
    "sales_with_add_on" DECIMAL NOT NULL DEFAULT 0,
    "add_on_sales" DECIMAL NOT NULL DEFAULT 0,
    "add_on_returns" DECIMAL NOT NULL DEFAULT 0,
    "add_on_revenue" DECIMAL NOT NULL DEFAULT 0,
    "add_on_units" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_day_pkey" PRIMARY KEY ("store_id","day","currency")
);

-- CreateTable
CREATE TABLE "store_day_add_on" (
    "store_id" UUID NOT NULL,
    "day" DATE NOT NULL,
    "add_on_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "units" INTEGER NOT NULL DEFAULT 0,
    "revenue" DECIMAL NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "store_day_add_on_pkey" PRIMARY KEY ("store_id","day","add_on_id","currency")
);

-- CreateTable
CREATE TABLE "privacy_request" (
    "store_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'received',
    "platform_request_id" TEXT,
    "platform_customer_id" TEXT,
    "order_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "export" BYTEA,
    "export_expires_at" TIMESTAMPTZ(6),
    "detail" JSONB NOT NULL DEFAULT '{}',
    "received_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completed_at" TIMESTAMPTZ(6),

    CONSTRAINT "privacy_request_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateTable
CREATE TABLE "privacy_tombstone" (
    "store_id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "privacy_tombstone_pkey" PRIMARY KEY ("store_id","subject")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "store_id" UUID NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("store_id","id")
);

-- CreateIndex
CREATE UNIQUE INDEX "store_platform_domain_key" ON "store"("platform", "domain");

-- CreateIndex
CREATE UNIQUE INDEX "inbox_entry_store_id_source_dedupe_key_key" ON "inbox_entry"("store_id", "source", "dedupe_key");

-- CreateIndex
CREATE INDEX "sync_job_store_id_created_at_idx" ON "sync_job"("store_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "orders_store_id_created_at_platform_order_id_idx" ON "orders"("store_id", "created_at" DESC, "platform_order_id");

-- CreateIndex
CREATE INDEX "orders_store_id_platform_customer_id_idx" ON "orders"("store_id", "platform_customer_id");

-- CreateIndex
CREATE INDEX "orders_store_id_email_hash_idx" ON "orders"("store_id", "email_hash");

-- CreateIndex
CREATE INDEX "orders_store_id_order_number_idx" ON "orders"("store_id", "order_number");

-- CreateIndex
CREATE INDEX "order_line_store_id_platform_variant_id_idx" ON "order_line"("store_id", "platform_variant_id");

-- CreateIndex
CREATE INDEX "refund_store_id_created_at_idx" ON "refund"("store_id", "created_at");

-- CreateIndex
CREATE INDEX "refund_line_store_id_platform_order_id_platform_line_id_idx" ON "refund_line"("store_id", "platform_order_id", "platform_line_id");

-- CreateIndex
CREATE INDEX "customer_store_id_email_hash_idx" ON "customer"("store_id", "email_hash");

-- CreateIndex
CREATE INDEX "add_on_variant_store_id_add_on_id_idx" ON "add_on_variant"("store_id", "add_on_id");

-- ---------------------------------------------------------------------------------------------------
-- What Prisma has no words for.

-- Roles: the migrator (whoever runs this) owns; these two own nothing, cannot bypass row-level security,
-- cannot truncate. Roles belong to the cluster, so another database may have made them already.
do $$
begin
  if not exists (select from pg_roles where rolname = 'tagalong_runtime') then
    create role tagalong_runtime nologin noinherit nobypassrls;
  end if;
  if not exists (select from pg_roles where rolname = 'tagalong_system') then
    create role tagalong_system nologin noinherit nobypassrls;
  end if;
  -- The migrator's own connection steps down into them (see app/db/client.server.ts).
  execute format('grant tagalong_runtime, tagalong_system to %I', current_user);
exception when duplicate_object or insufficient_privilege or unique_violation then
  raise notice 'the roles stand already or are granted by an administrator: %', sqlerrm;
end $$;

revoke create on schema public from public;
grant usage on schema public to tagalong_runtime, tagalong_system;

-- The store of this transaction; null when none was named, so that a forgotten store sees nothing.
create function current_store() returns uuid language sql stable parallel safe
  as $$ select nullif(current_setting('app.store_id', true), '')::uuid $$;

-- Makes a table a tenant's: forced row-level security by its store column, use for the runtime role.
-- Every migration that adds a tenant table calls it; tests/tenancy/catalogue.test.ts fails otherwise.
create function guard_tenant_table(table_name regclass, store_column text default 'store_id') returns void
language plpgsql as $$
begin
  execute format('alter table %s enable row level security', table_name);
  execute format('alter table %s force row level security', table_name);
  execute format(
    'create policy tenant on %s for all to tagalong_runtime using (%I = current_store()) with check (%I = current_store())',
    table_name, store_column, store_column);
  execute format('grant select, insert, update, delete on %s to tagalong_runtime', table_name);
end $$;
revoke all on function guard_tenant_table(regclass, text) from public;

-- Lets the system role cross stores on one table, for the named commands only.
create function open_to_system(table_name regclass, commands text) returns void
language plpgsql as $$
begin
  execute format('create policy system on %s for all to tagalong_system using (true) with check (true)', table_name);
  execute format('grant %s on %s to tagalong_system', commands, table_name);
end $$;
revoke all on function open_to_system(regclass, text) from public;

select guard_tenant_table('store', 'id');
select guard_tenant_table(t::regclass)
from unnest(array[
  'session', 'api_key', 'inbox_entry', 'sync_job', 'checkpoint',
  'orders', 'order_line', 'order_address', 'order_shipping_line', 'order_discount', 'order_transaction',
  'refund', 'refund_line', 'refund_adjustment', 'fulfillment', 'order_deletion', 'customer',
  'add_on', 'add_on_variant', 'change_mark', 'store_day', 'store_day_add_on',
  'privacy_request', 'privacy_tombstone', 'audit_event'
]) as t;

-- The door inserts for whatever stores a group of deliveries names; the worker looks for stores with work.
select open_to_system('inbox_entry', 'select, insert');
select open_to_system('store', 'select');
select open_to_system('change_mark', 'select');
select open_to_system('sync_job', 'select, update');
grant usage, select on all sequences in schema public to tagalong_runtime, tagalong_system;

-- Audit events are only ever added.
revoke update, delete on audit_event from tagalong_runtime;

-- Raw bodies are read once or twice and weigh most: lz4 costs less than half of the default (performance.md, section 1).
do $$
begin
  alter table inbox_entry alter column body set compression lz4;
exception when others then
  raise notice 'this server was built without lz4; bodies use its default compression';
end $$;
-- Bodies under 2 kB compress as well; without this they would bloat the heap.
alter table inbox_entry set (toast_tuple_target = 512);

-- What the drain asks all day long: this store's entries that wait. Small, because done entries leave it.
create index inbox_entry_waiting on inbox_entry (store_id, id) where state in ('pending', 'failed');
-- "Which stores have work" of the sweep, across stores.
create index inbox_entry_due on inbox_entry (next_attempt_at nulls first) where state in ('pending', 'failed');
-- The Sync page's list of what needs a hand.
create index inbox_entry_trouble on inbox_entry (store_id, state, id desc) where state in ('failed', 'dead');
-- Erasure finds every body of an order.
create index inbox_entry_object on inbox_entry (store_id, object_id) where object_id is not null;
-- The detail and add-on reports ask for add-on lines only; they are a small part of all lines.
create index order_line_add_on on order_line (store_id, add_on_id, platform_order_id) where is_add_on;
-- The roll-up recomputes days from the orders created and the refunds made on them.
create index orders_day on orders (store_id, created_at) where not test and deleted_at is null;

alter table store add constraint store_state check (state in ('active', 'paused', 'uninstalled'));
alter table inbox_entry add constraint inbox_entry_state check (state in ('pending', 'processed', 'failed', 'dead'));
alter table sync_job add constraint sync_job_state check (
  state in ('pending', 'running', 'paused', 'cancelling', 'cancelled', 'completed', 'completed_with_errors', 'failed'));
alter table add_on add constraint add_on_state check (state in ('draft', 'active', 'archived'));
alter table add_on add constraint add_on_price check (price >= 0);
alter table order_line add constraint order_line_add_on_named check (not is_add_on or add_on_id is not null);
