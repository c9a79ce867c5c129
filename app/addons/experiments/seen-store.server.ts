import { withTenantSql } from '../../db/client.server';
import { isTreated } from '../../domain/experiments/assignment';
import { stepNumber } from '../../domain/experiments/funnel';
import type { StoreId } from '../../domain/shared/ids';
import type { SeenMessage } from './seen';

/** How long single visitors are remembered; older days are of no use to any page. */
const keepDays = 100;

/**
 * Keeps what a browser told. Told again, by another way or a thousand times, it changes nothing: the keys of the tables see
 * to that. Add-ons that the store does not have are left out, and a visitor's part in an experiment is worked out here, not
 * taken from them. Who is held out of all add-ons was shown none, so nothing of theirs counts in the funnel.
 * @returns false when there is no such store
 */
export function keepSeen(storeId: StoreId, { visitor, fresh, seen }: SeenMessage): Promise<boolean> {
  return withTenantSql(storeId, async (sql) => {
    const asked = [...new Set(seen.flatMap(({ addOns }) => addOns))];
    const [store] = await sql<{ day: string; own: string[] }>(
      `select (now() at time zone s.time_zone)::date::text as day,
              array(select a.id::text from add_on a where a.store_id = $1 and a.id = any ($2::uuid[])) as own
         from store s where s.id = $1 and s.state = 'active'`,
      [storeId, asked],
    );
    if (!store) return false;
    const own = new Set(store.own);
    const told = seen.flatMap(({ step, addOns }) => addOns.filter((id) => own.has(id)).map((id) => ({ id, step })));
    if (told.length === 0) return true;
    const running = fresh
      ? []
      : await sql<{ id: string; addOnId: string | null; control: number }>(
          `select id, add_on_id as "addOnId", control::float8 as control from experiment where store_id = $1 and state = 'running'`,
          [storeId],
        );
    const met = new Set(told.filter(({ step }) => step === 'exposed').map(({ id }) => id));
    const holdout = running.find(({ addOnId }) => addOnId === null);
    const isHeld = holdout !== undefined && !isTreated(holdout.id, visitor, holdout.control);
    const parts = running.flatMap((one) => {
      if (isHeld && one !== holdout) return [];
      const treated = isTreated(one.id, visitor, one.control);
      return [...met]
        .filter((id) => one.addOnId === null || one.addOnId === id)
        .map((id) => ({ experimentId: one.id, addOnId: id, treated }));
    });
    if (parts.length > 0) {
      await sql(
        `insert into experiment_visitor (store_id, experiment_id, add_on_id, visitor, treated)
         select $1, e, a, $2, t from unnest($3::uuid[], $4::uuid[], $5::boolean[]) u (e, a, t) on conflict do nothing`,
        [
          ...[storeId, visitor, parts.map((one) => one.experimentId)],
          ...[parts.map((one) => one.addOnId), parts.map((one) => one.treated)],
        ],
      );
    }
    if (!isHeld) {
      await sql(
        `insert into funnel_mark (store_id, day, add_on_id, step, visitor)
         select $1, $2::date, a, s, $3 from unnest($4::uuid[], $5::smallint[]) u (a, s) on conflict do nothing`,
        [storeId, store.day, visitor, told.map(({ id }) => id), told.map(({ step }) => stepNumber(step))],
      );
    }
    return true;
  });
}

/** Forgets the visitors of days that no page asks about any more. */
export async function forgetOldMarks(storeId: StoreId): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(`delete from funnel_mark where store_id = $1 and day < current_date - $2::int`, [storeId, keepDays]),
  );
}
