-- What visitors do with add-ons, and what is tried on a part of them. The key of each table is its duplicate check: the same
-- thing told twice, by two ways or many times, is one row.
create table funnel_mark (
  store_id uuid not null,
  day date not null,
  add_on_id uuid not null,
  step smallint not null check (step between 1 and 4),
  visitor text not null check (visitor ~ '^[0-9a-f]{16}$'),
  primary key (store_id, add_on_id, day, step, visitor)
);
-- Old days are dropped by it.
create index funnel_mark_day on funnel_mark (store_id, day);

create table experiment (
  store_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('holdout', 'price', 'text', 'position')),
  add_on_id uuid,
  name text not null,
  control numeric(5, 4) not null check (control > 0 and control < 1),
  change jsonb not null default '{}',
  guard numeric(5, 4) not null check (guard >= 0 and guard < 1),
  state text not null default 'running' check (state in ('running', 'ended')),
  started_at timestamptz(6) not null default current_timestamp,
  ended_at timestamptz(6),
  ended_by text check (ended_by in ('merchant', 'guard')),
  evidence jsonb,
  primary key (store_id, id),
  check ((kind = 'holdout') = (add_on_id is null))
);
-- One at a time about an add-on, and one holdout: two would blur each other.
create unique index experiment_running on experiment (store_id, coalesce(add_on_id, '00000000-0000-0000-0000-000000000000'))
  where state = 'running';

create table experiment_visitor (
  store_id uuid not null,
  experiment_id uuid not null,
  add_on_id uuid not null,
  visitor text not null check (visitor ~ '^[0-9a-f]{16}$'),
  treated boolean not null,
  first_at timestamptz(6) not null default current_timestamp,
  primary key (store_id, experiment_id, add_on_id, visitor)
);

select guard_tenant_table('funnel_mark');
select guard_tenant_table('experiment');
select guard_tenant_table('experiment_visitor');

-- Which stores have something running is asked over all of them, and nothing else of these rows.
create policy system_which_stores on experiment for select to tagalong_system using (true);
grant select (store_id, state) on experiment to tagalong_system;

-- An order's visitor, as the widget wrote it into the cart. A column, not an index over the attributes: behind row security only
-- plain comparisons are looked up in an index. Only orders that have one are in it.
alter table orders add column visitor text generated always as (
  jsonb_path_query_first(note_attributes, '$[*] ? (@.name == "_tagalong_visitor").value') #>> '{}'
) stored;
create index orders_visitor on orders (store_id, visitor) where visitor is not null;
