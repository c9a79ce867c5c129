-- AlterTable
ALTER TABLE "orders" ADD COLUMN     "accepts_marketing" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "app_id" TEXT,
ADD COLUMN     "balance" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "balance_presentment" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "confirmed" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "current_discounts" DECIMAL,
ADD COLUMN     "current_discounts_presentment" DECIMAL,
ADD COLUMN     "current_subtotal" DECIMAL,
ADD COLUMN     "current_subtotal_presentment" DECIMAL,
ADD COLUMN     "current_tax" DECIMAL,
ADD COLUMN     "current_tax_presentment" DECIMAL,
ADD COLUMN     "duties_included" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "is_summary" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "estimated_taxes" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "extras_version" TEXT,
ADD COLUMN     "last_event_at" TIMESTAMPTZ(6),
ADD COLUMN     "locale" TEXT,
ADD COLUMN     "outstanding" DECIMAL,
ADD COLUMN     "outstanding_presentment" DECIMAL,
ADD COLUMN     "paid" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "paid_presentment" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "payment_method_current" TEXT,
ADD COLUMN     "payment_method_first" TEXT,
ADD COLUMN     "payment_terms" JSONB,
ADD COLUMN     "po_number" TEXT,
ADD COLUMN     "profile_id" UUID,
ADD COLUMN     "removed" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "removed_presentment" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 1,
ADD COLUMN     "source_identifier" TEXT,
ADD COLUMN     "subtotal" DECIMAL,
ADD COLUMN     "subtotal_presentment" DECIMAL,
ADD COLUMN     "tax_exempt" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "total_discounts" DECIMAL,
ADD COLUMN     "total_discounts_presentment" DECIMAL,
ALTER COLUMN "current_total" DROP NOT NULL,
ALTER COLUMN "current_total" DROP DEFAULT,
ALTER COLUMN "current_total_presentment" DROP NOT NULL,
ALTER COLUMN "current_total_presentment" DROP DEFAULT;

-- AlterTable
ALTER TABLE "order_line" ADD COLUMN     "handling_cost" DECIMAL,
ADD COLUMN     "line_group_id" TEXT,
ADD COLUMN     "sku_link" TEXT NOT NULL DEFAULT 'waiting',
ADD COLUMN     "supplier" TEXT,
ADD COLUMN     "supplier_sku" TEXT,
ADD COLUMN     "supply_price" DECIMAL;

-- AlterTable
ALTER TABLE "order_shipping_line" ADD COLUMN     "carrier" TEXT,
ADD COLUMN     "source" TEXT,
ADD COLUMN     "tax" DECIMAL NOT NULL DEFAULT 0,
ADD COLUMN     "tax_presentment" DECIMAL NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "order_transaction" ADD COLUMN     "error_code" TEXT,
ADD COLUMN     "exchange_rate" DECIMAL;

-- AlterTable
ALTER TABLE "refund" ADD COLUMN     "platform_return_id" TEXT;

-- AlterTable
ALTER TABLE "fulfillment" ADD COLUMN     "delivered_at" TIMESTAMPTZ(6),
ADD COLUMN     "name" TEXT,
ADD COLUMN     "service" TEXT;

-- AlterTable
ALTER TABLE "customer" ADD COLUMN     "consents_version" TEXT,
ADD COLUMN     "default_address" JSONB,
ADD COLUMN     "email_consent" JSONB,
ADD COLUMN     "email_verified" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "sms_consent" JSONB,
ADD COLUMN     "state" TEXT,
ADD COLUMN     "tags_version" TEXT,
ADD COLUMN     "tax_exempt" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "audit_event" ADD COLUMN     "subject" TEXT;

-- CreateTable
CREATE TABLE "order_return" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_return_id" TEXT NOT NULL,
    "name" TEXT,
    "state" TEXT NOT NULL,
    "raw_state" TEXT,
    "created_at" TIMESTAMPTZ(6),
    "approved_at" TIMESTAMPTZ(6),
    "closed_at" TIMESTAMPTZ(6),
    "decline_reason" TEXT,
    "fees" DECIMAL NOT NULL DEFAULT 0,
    "fees_presentment" DECIMAL NOT NULL DEFAULT 0,
    "exchange_lines" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "order_return_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_return_id")
);

-- CreateTable
CREATE TABLE "order_return_line" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_return_id" TEXT NOT NULL,
    "platform_return_line_id" TEXT NOT NULL,
    "platform_line_id" TEXT,
    "quantity" INTEGER NOT NULL,
    "processed_quantity" INTEGER NOT NULL DEFAULT 0,
    "refunded_quantity" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "note" TEXT,

    CONSTRAINT "order_return_line_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_return_id","platform_return_line_id")
);

-- CreateTable
CREATE TABLE "order_edit" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "platform_edit_id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(6) NOT NULL,
    "lines" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "order_edit_pkey" PRIMARY KEY ("store_id","platform_order_id","platform_edit_id")
);

-- CreateTable
CREATE TABLE "order_entry" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "entry_key" TEXT NOT NULL,
    "known_from" TIMESTAMPTZ(6) NOT NULL,
    "known_to" TIMESTAMPTZ(6),
    "cause" TEXT,
    "end_cause" TEXT,
    "kind" TEXT NOT NULL,
    "happened_at" TIMESTAMPTZ(6) NOT NULL,
    "platform_line_id" TEXT,
    "platform_refund_id" TEXT,
    "add_on_id" UUID,
    "offer" TEXT,
    "quantity" INTEGER NOT NULL DEFAULT 0,
    "tax_included" BOOLEAN NOT NULL DEFAULT false,
    "gross" DECIMAL,
    "gross_presentment" DECIMAL,
    "discounts" DECIMAL,
    "discounts_presentment" DECIMAL,
    "returns" DECIMAL,
    "returns_presentment" DECIMAL,
    "removed" DECIMAL,
    "removed_presentment" DECIMAL,
    "gift_cards" DECIMAL,
    "gift_cards_presentment" DECIMAL,
    "shipping" DECIMAL,
    "shipping_presentment" DECIMAL,
    "tax" DECIMAL,
    "tax_presentment" DECIMAL,
    "tips" DECIMAL,
    "tips_presentment" DECIMAL,
    "duties" DECIMAL,
    "duties_presentment" DECIMAL,
    "rounding" DECIMAL,
    "rounding_presentment" DECIMAL,
    "total" DECIMAL NOT NULL DEFAULT 0,
    "total_presentment" DECIMAL NOT NULL DEFAULT 0,
    "paid" DECIMAL NOT NULL DEFAULT 0,
    "paid_presentment" DECIMAL NOT NULL DEFAULT 0,

    CONSTRAINT "order_entry_pkey" PRIMARY KEY ("store_id","platform_order_id","entry_key","known_from")
);

-- CreateTable
CREATE TABLE "order_annotation" (
    "store_id" UUID NOT NULL,
    "platform_order_id" TEXT NOT NULL,
    "note" TEXT,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_by" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "order_annotation_pkey" PRIMARY KEY ("store_id","platform_order_id")
);

-- CreateTable
CREATE TABLE "sku" (
    "store_id" UUID NOT NULL,
    "platform_variant_id" TEXT NOT NULL,
    "platform_product_id" TEXT NOT NULL,
    "sku" TEXT,
    "title" TEXT NOT NULL,
    "variant_title" TEXT,
    "vendor" TEXT,
    "supplier" TEXT,
    "supplier_sku" TEXT,
    "supply_price" DECIMAL,
    "handling_cost" DECIMAL,
    "deleted_at" TIMESTAMPTZ(6),
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sku_pkey" PRIMARY KEY ("store_id","platform_variant_id")
);

-- CreateTable
CREATE TABLE "customer_profile" (
    "store_id" UUID NOT NULL,
    "profile_id" UUID NOT NULL,
    "all_orders" INTEGER NOT NULL DEFAULT 0,
    "orders" INTEGER NOT NULL DEFAULT 0,
    "first_order_at" TIMESTAMPTZ(6),
    "last_order_at" TIMESTAMPTZ(6),
    "last_active_at" TIMESTAMPTZ(6),
    "gross" DECIMAL NOT NULL DEFAULT 0,
    "net" DECIMAL NOT NULL DEFAULT 0,
    "refunded" DECIMAL NOT NULL DEFAULT 0,
    "add_on_revenue" DECIMAL NOT NULL DEFAULT 0,
    "orders_with_add_on" INTEGER NOT NULL DEFAULT 0,
    "recency" INTEGER,
    "frequency" INTEGER,
    "monetary" INTEGER,
    "segment" TEXT,
    "updated_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_profile_pkey" PRIMARY KEY ("store_id","profile_id")
);

-- CreateTable
CREATE TABLE "customer_identity" (
    "store_id" UUID NOT NULL,
    "identity" TEXT NOT NULL,
    "profile_id" UUID NOT NULL,

    CONSTRAINT "customer_identity_pkey" PRIMARY KEY ("store_id","identity")
);

-- CreateTable
CREATE TABLE "customer_link" (
    "store_id" UUID NOT NULL,
    "a" TEXT NOT NULL,
    "b" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "decided_by" TEXT,
    "decided_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_link_pkey" PRIMARY KEY ("store_id","a","b","kind")
);

-- CreateTable
CREATE TABLE "customer_segment_bounds" (
    "store_id" UUID NOT NULL,
    "recency" DOUBLE PRECISION[],
    "frequency" DOUBLE PRECISION[],
    "monetary" DOUBLE PRECISION[],
    "drawn_at" TIMESTAMPTZ(6) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "customer_segment_bounds_pkey" PRIMARY KEY ("store_id")
);

-- CreateIndex
CREATE INDEX "customer_identity_store_id_profile_id_idx" ON "customer_identity"("store_id", "profile_id");

-- CreateIndex
CREATE INDEX "customer_link_store_id_b_idx" ON "customer_link"("store_id", "b");

-- CreateIndex
CREATE INDEX "orders_store_id_profile_id_created_at_idx" ON "orders"("store_id", "profile_id", "created_at" DESC);

-- Stores that are here already have orders without a ledger and without profiles; the worker settles them.
alter table store add column reading integer not null default 2;
update store set reading = 1;

select guard_tenant_table(t::regclass)
from unnest(array[
  'order_return', 'order_return_line', 'order_edit', 'order_entry', 'order_annotation', 'sku',
  'customer_profile', 'customer_identity', 'customer_link', 'customer_segment_bounds'
]) as t;
-- The sweep looks for stores whose customers' scores are of yesterday.
select open_to_system('customer_segment_bounds', 'select');
select open_to_system('customer_profile', 'select');

-- An entry balances on both sides: its total is the sum of its parts, tax aside where it is inside them.
alter table order_entry add constraint order_entry_balanced check (
  total = coalesce(gross, 0) + coalesce(discounts, 0) + coalesce(returns, 0) + coalesce(removed, 0)
    + coalesce(gift_cards, 0) + coalesce(shipping, 0) + coalesce(tips, 0) + coalesce(duties, 0) + coalesce(rounding, 0)
    + case when tax_included then 0 else coalesce(tax, 0) end
  and total_presentment = coalesce(gross_presentment, 0) + coalesce(discounts_presentment, 0)
    + coalesce(returns_presentment, 0) + coalesce(removed_presentment, 0) + coalesce(gift_cards_presentment, 0)
    + coalesce(shipping_presentment, 0) + coalesce(tips_presentment, 0) + coalesce(duties_presentment, 0)
    + coalesce(rounding_presentment, 0) + case when tax_included then 0 else coalesce(tax_presentment, 0) end);
alter table order_entry add constraint order_entry_span check (known_to is null or known_to >= known_from);
-- Nothing of the ledger is ever deleted but with its store; a row may only learn until when it was known.
revoke delete on order_entry from tagalong_runtime;
grant select, delete on order_entry to tagalong_system;
create policy erase_store on order_entry for all to tagalong_system using (store_id = current_store());
alter table order_line add constraint order_line_sku_link check (sku_link in ('waiting', 'linked'));
alter table order_return add constraint order_return_state check (
  state in ('requested', 'open', 'closed', 'cancelled', 'declined', 'unknown'));
alter table customer_link add constraint customer_link_state check (state in ('active', 'proposed', 'rejected'));

-- The roll-up of a day: refunds made on it. Sales are found by their orders.
create index order_entry_refunds on order_entry (store_id, happened_at) where platform_refund_id is not null;
-- "What changed since": entries that ended or began after figures were looked at.
create index order_entry_learned on order_entry (store_id, known_from);
create index order_entry_ended on order_entry (store_id, known_to) where known_to is not null;
-- The order list's filters by state, newest first (docs/plans.md).
create index orders_financial on orders (store_id, financial_status, created_at desc, platform_order_id);
create index orders_fulfillment on orders (store_id, fulfillment_status, created_at desc, platform_order_id);
-- The customer lists: by last order, by value, by number of orders, and one segment by value.
create index customer_profile_last on customer_profile (store_id, last_order_at desc nulls last, profile_id);
create index customer_profile_segment_last on customer_profile (store_id, segment, last_order_at desc nulls last, profile_id);
-- The number of orders is asked inside the index.
create index customer_profile_net on customer_profile (store_id, net desc, profile_id, orders);
create index customer_profile_orders on customer_profile (store_id, orders desc, profile_id);
create index customer_profile_segment on customer_profile (store_id, segment, net desc, profile_id);
-- Who else has this phone number.
create index customer_phone on customer (store_id, phone_hash) where phone_hash is not null;
-- The review list.
create index customer_link_proposed on customer_link (store_id, created_at) where state = 'proposed';
-- Lines that wait for their SKU.
create index order_line_waiting on order_line (store_id, platform_variant_id) where sku_link = 'waiting';
-- One order's story.
create index audit_event_subject on audit_event (store_id, subject, id) where subject is not null;

-- What an erasure empties in the new columns; the rest of each function is as it was.
create or replace function privacy_guard_customer() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array[
    'customer:' || new.platform_customer_id,
    'email:' || encode(new.email_hash, 'hex'),
    'phone:' || encode(new.phone_hash, 'hex')
  ]) then
    insert into privacy_tombstone (store_id, subject) values (new.store_id, 'customer:' || new.platform_customer_id)
      on conflict do nothing;
    new.email := null;
    new.phone := null;
    new.first_name := null;
    new.last_name := null;
    new.email_hash := null;
    new.phone_hash := null;
    new.email_consent := null;
    new.sms_consent := null;
    new.default_address := null;
    new.tags := '{}';
    new.redacted_at := coalesce(case when tg_op = 'UPDATE' then old.redacted_at end, new.redacted_at, now());
  end if;
  return new;
end $$;

create function privacy_guard_order_return_line() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.note := null;
  end if;
  return new;
end $$;

create function privacy_guard_order_annotation() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.note := null;
    new.tags := '{}';
  end if;
  return new;
end $$;

-- Nobody is known again under the address or number of a person who was erased.
create function privacy_guard_customer_identity() returns trigger language plpgsql as $$
begin
  if new.identity like 'customer:%' or not privacy_is_erased(new.store_id, array[new.identity]) then
    return new;
  end if;
  return null;
end $$;

create function privacy_guard_customer_link() returns trigger language plpgsql as $$
begin
  if (new.a not like 'customer:%' and privacy_is_erased(new.store_id, array[new.a]))
    or (new.b not like 'customer:%' and privacy_is_erased(new.store_id, array[new.b])) then
    return null;
  end if;
  return new;
end $$;

do $$
declare
  guarded record;
begin
  for guarded in
    select * from (values
      ('order_return_line', 'privacy_guard_order_return_line'),
      ('order_annotation', 'privacy_guard_order_annotation'),
      ('customer_identity', 'privacy_guard_customer_identity'),
      ('customer_link', 'privacy_guard_customer_link')
    ) as t (table_name, guard)
  loop
    execute format('create trigger privacy_statement before insert or update on %I
      for each statement execute function privacy_statement()', guarded.table_name);
    execute format('create trigger privacy_guard before insert or update on %I
      for each row when (current_setting(''app.erasures'', true) = ''on'') execute function %I()',
      guarded.table_name, guarded.guard);
  end loop;
end $$;

create or replace function privacy_erase_with_order() returns trigger language plpgsql as $$
begin
  update order_address set kind = kind where store_id = new.store_id and platform_order_id = new.platform_order_id;
  update order_line set position = position
    where store_id = new.store_id and platform_order_id = new.platform_order_id and properties <> '[]';
  update refund set restock = restock
    where store_id = new.store_id and platform_order_id = new.platform_order_id and note is not null;
  update fulfillment set status = status
    where store_id = new.store_id and platform_order_id = new.platform_order_id and tracking <> '[]';
  update order_return_line set quantity = quantity
    where store_id = new.store_id and platform_order_id = new.platform_order_id and note is not null;
  update order_annotation set revision = revision
    where store_id = new.store_id and platform_order_id = new.platform_order_id;
  return null;
end $$;
-- A line's order inside the index: whether an order has a title or a SKU, and which orders have it, is known without
-- the line itself.
drop index order_line_title;
drop index order_line_sku;
create index order_line_title on order_line (store_id, title, platform_order_id) where octet_length(title) < 2000;
create index order_line_sku on order_line (store_id, sku, platform_order_id) where octet_length(sku) < 2000;
