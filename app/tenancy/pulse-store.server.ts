import { createHash } from 'node:crypto';
import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

/**
 * One short word that is another one once anything of a store has changed that its pages show: an entry came or was done, a day's
 * figures were drawn, a job moved on, an add-on was published, an alert was raised, a person did something. It is asked every
 * second by every open page (app/ui/use-live.ts), so each part of it is the end of an index or a handful of rows, never a count
 * of what grows.
 */
export async function readPulse(storeId: StoreId): Promise<string> {
  const [row] = await withTenantSql(storeId, (sql) => sql(pulseSql, [storeId]));
  return createHash('sha256').update(JSON.stringify(row)).digest('base64url').slice(0, 16);
}

export const pulseSql = `
select (select max(id) from inbox_entry where store_id = $1) as arrived,
       (select min(id) from inbox_entry where store_id = $1 and state = 'pending') as waiting,
       array(select state || count(*) from inbox_entry
              where store_id = $1 and state in ('failed', 'dead') group by state order by state) as trouble,
       (select max(updated_at) from store_day where store_id = $1) as days,
       exists (select from change_mark where store_id = $1) as "daysWaiting",
       array(select updated_at from sync_job where store_id = $1 order by created_at desc limit 10) as jobs,
       array(select (updated_at, publication_state)::text from add_on where store_id = $1 order by id) as "addOns",
       (select max(greatest(raised_at, recovered_at)) from alert where store_id = $1) as alerts,
       (select max(id) from audit_event where store_id = $1) as audit`;
