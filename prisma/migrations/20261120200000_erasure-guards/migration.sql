-- Who was erased stays erased, whoever writes.
--
-- Options that were measured (20 runs of 720 transactions, a sync racing an erasure): looking for the
-- tombstone and then writing brought back 50 rows; a trigger with an advisory lock under READ COMMITTED
-- brought back none; the same trigger under REPEATABLE READ nine, because its snapshot is older than its
-- lock. So the guard is a trigger, and it refuses every other isolation level.
--
-- Once per statement: take the store's erasure lock (shared; an erasure takes it alone), then look whether
-- the store has any tombstone. Only then does the guard run for each row, so a store that never erased
-- anybody pays two small look-ups per statement. One lock per store and not per person: a batch of a
-- thousand orders would need four thousand locks and exhaust the server's lock table.
--
-- app/privacy/personal-fields.ts names every column that is blanked here; a test compares it with the marks in
-- schema.prisma and another fills each of them and looks whether it is empty afterwards.

create function privacy_lock_key(store uuid) returns bigint language sql immutable parallel safe
  as $$ select hashtextextended('tagalong.privacy:' || store::text, 0) $$;

-- Writers of personal tables call it first if they lock rows before they write, so that locks are always
-- taken in one order: the store's erasure lock, then rows.
create function privacy_writing() returns void language plpgsql as $$
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
  -- A statement of its own after the lock, hence with a snapshot that is younger than the lock.
  perform set_config('app.erasures',
    case when exists (select from privacy_tombstone where store_id = store) then 'on' else 'off' end, true);
end $$;

create function privacy_statement() returns trigger language plpgsql as $$
begin
  perform privacy_writing();
  return null;
end $$;

create function privacy_is_erased(store uuid, subjects text[]) returns boolean language plpgsql as $$
begin
  perform pg_advisory_xact_lock_shared(privacy_lock_key(store));
  return exists (select from privacy_tombstone t where t.store_id = store and t.subject = any (array_remove(subjects, null)));
end $$;

create function privacy_guard_order() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array[
    'order:' || new.platform_order_id,
    'customer:' || new.platform_customer_id,
    'email:' || encode(new.email_hash, 'hex'),
    'phone:' || encode(new.phone_hash, 'hex')
  ]) then
    insert into privacy_tombstone (store_id, subject) values (new.store_id, 'order:' || new.platform_order_id)
      on conflict do nothing;
    new.email := null;
    new.phone := null;
    new.customer_name := null;
    new.email_hash := null;
    new.phone_hash := null;
    new.note := null;
    new.note_attributes := '[]';
    new.tags := '{}';
    new.cart_token := null;
    new.checkout_token := null;
    new.redacted_at := coalesce(case when tg_op = 'UPDATE' then old.redacted_at end, new.redacted_at, now());
  end if;
  return new;
end $$;

-- An order that turned out to be an erased person's takes along what hangs on it, whichever was written first.
create function privacy_erase_with_order() returns trigger language plpgsql as $$
begin
  update order_address set kind = kind where store_id = new.store_id and platform_order_id = new.platform_order_id;
  update order_line set position = position
    where store_id = new.store_id and platform_order_id = new.platform_order_id and properties <> '[]';
  update refund set restock = restock
    where store_id = new.store_id and platform_order_id = new.platform_order_id and note is not null;
  update fulfillment set status = status
    where store_id = new.store_id and platform_order_id = new.platform_order_id and tracking <> '[]';
  return null;
end $$;

create function privacy_guard_order_address() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.name := null;
    new.company := null;
    new.address1 := null;
    new.address2 := null;
    new.city := null;
    new.zip := null;
    new.phone := null;
  end if;
  return new;
end $$;

-- Our own properties (_tagalong...) say which line belongs to which and nothing about anybody.
create function privacy_guard_order_line() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.properties := coalesce(
      (select jsonb_agg(p order by n) from jsonb_array_elements(new.properties) with ordinality as e (p, n)
        where p ->> 'name' like '\_tagalong\_%'), '[]');
  end if;
  return new;
end $$;

create function privacy_guard_refund() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.note := null;
  end if;
  return new;
end $$;

create function privacy_guard_fulfillment() returns trigger language plpgsql as $$
begin
  if privacy_is_erased(new.store_id, array['order:' || new.platform_order_id]) then
    new.tracking := '[]';
  end if;
  return new;
end $$;

create function privacy_guard_customer() returns trigger language plpgsql as $$
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
    new.tags := '{}';
    new.redacted_at := coalesce(case when tg_op = 'UPDATE' then old.redacted_at end, new.redacted_at, now());
  end if;
  return new;
end $$;

do $$
declare
  guarded record;
begin
  for guarded in
    select * from (values
      ('orders', 'privacy_guard_order'),
      ('order_address', 'privacy_guard_order_address'),
      ('order_line', 'privacy_guard_order_line'),
      ('refund', 'privacy_guard_refund'),
      ('fulfillment', 'privacy_guard_fulfillment'),
      ('customer', 'privacy_guard_customer')
    ) as t (table_name, guard)
  loop
    execute format('create trigger privacy_statement before insert or update on %I
      for each statement execute function privacy_statement()', guarded.table_name);
    execute format('create trigger privacy_guard before insert or update on %I
      for each row when (current_setting(''app.erasures'', true) = ''on'') execute function %I()',
      guarded.table_name, guarded.guard);
  end loop;
end $$;

create trigger privacy_erase_with_order after insert or update on orders
  for each row when (current_setting('app.erasures', true) = 'on' and new.redacted_at is not null)
  execute function privacy_erase_with_order();

-- Erasing a whole store takes its audit trail along: the one deletion of audit events that is allowed, inside
-- a transaction that names that store.
create policy erase_store on audit_event for all to tagalong_system using (store_id = current_store());
grant select, delete on audit_event to tagalong_system;
