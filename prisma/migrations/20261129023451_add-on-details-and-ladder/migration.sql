-- What an add-on has beside its words and price, how its price variants were placed, and what the placing looks at.
alter table sku
  add column price numeric,
  add column product_type text,
  add column tags text[] default array[]::text[];

alter table add_on
  add column details jsonb not null default '{}',
  add column ladder jsonb,
  add column position integer not null default 0;

-- Which stores have add-ons to look after is asked over all of them, and nothing else of these rows.
create policy system_which_stores on add_on for select to tagalong_system using (true);
grant select (store_id, state) on add_on to tagalong_system;
