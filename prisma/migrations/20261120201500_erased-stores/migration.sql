-- A store that was erased leaves one tombstone, 'store'. Until it is installed again nothing of it is written,
-- whatever still arrives or is still running for it.
create or replace function privacy_writing() returns void language plpgsql as $$
declare
  store uuid := current_store();
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'personal data is written under READ COMMITTED only, this transaction is %',
      upper(current_setting('transaction_isolation')) using errcode = 'invalid_transaction_state';
  end if;
  if store is null then
    -- An owner without a store: the row guards look for themselves.
    perform set_config('app.erasures', 'on', true);
    return;
  end if;
  perform pg_advisory_xact_lock_shared(privacy_lock_key(store));
  -- Statements of their own after the lock, hence with a snapshot that is younger than the lock.
  if not exists (select from privacy_tombstone where store_id = store) then
    perform set_config('app.erasures', 'off', true);
    return;
  end if;
  if exists (select from privacy_tombstone where store_id = store and subject = 'store') then
    raise exception 'this store was erased at the platform''s request' using errcode = 'object_not_in_prerequisite_state';
  end if;
  perform set_config('app.erasures', 'on', true);
end $$;
