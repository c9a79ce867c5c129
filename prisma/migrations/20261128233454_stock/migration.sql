-- What can be sold of an item at a place. The key serves lists and joins; nothing else is asked of it.
alter table sku add column platform_item_id text;
-- From a level to its variant.
create index sku_item on sku (store_id, platform_item_id);

create table stock_level (
  store_id uuid not null,
  platform_item_id text not null,
  platform_location_id text not null,
  available integer,
  changed_at timestamptz(6) not null,
  version text not null,
  deleted_at timestamptz(6),
  saved_at timestamptz(6) not null default current_timestamp,
  primary key (store_id, platform_item_id, platform_location_id)
);

create table stock_location (
  store_id uuid not null,
  platform_location_id text not null,
  name text not null,
  primary key (store_id, platform_location_id)
);

select guard_tenant_table('stock_level');
select guard_tenant_table('stock_location');
