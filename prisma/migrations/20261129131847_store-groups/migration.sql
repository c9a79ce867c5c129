-- Stores of one merchant, on whatever platform, that see one report together. Each joins by its own word.
create table store_group (
  store_id uuid not null,
  group_id uuid not null,
  joined_at timestamptz(6) not null default current_timestamp,
  constraint store_group_pkey primary key (store_id)
);

create table store_group_invite (
  store_id uuid not null,
  code_hash text not null,
  expires_at timestamptz(6) not null,
  constraint store_group_invite_pkey primary key (store_id)
);

-- The members of a group, and whose a code is, are asked over all stores.
create index store_group_group_id_idx on store_group (group_id);
create index store_group_invite_code_hash_idx on store_group_invite (code_hash);

select guard_tenant_table('store_group');
select guard_tenant_table('store_group_invite');
select open_to_system('store_group', 'select');
select open_to_system('store_group_invite', 'select');
