import { withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import { auditIn } from '../tenancy/audit-store.server';
import type { AddOnState } from './add-on';
import { type AddOnSaved, createAddOn, findAddOn, setAddOnState } from './add-on-store.server';

/** What is done to several add-ons at once, and to their order. */

/** How each of them ended: what one refuses does not stop the others. */
export type BulkEnding = { id: string; ending: AddOnSaved };

/** Activates, takes back or archives several add-ons, each as if it were alone. */
export async function setAddOnStates(
  storeId: StoreId,
  ids: string[],
  state: AddOnState,
  actor: string,
): Promise<BulkEnding[]> {
  const endings: BulkEnding[] = [];
  for (const id of ids) endings.push({ id, ending: await setAddOnState(storeId, id, state, actor) });
  return endings;
}

/** A draft that says the same as another add-on. */
export async function duplicateAddOn(storeId: StoreId, id: string, actor: string): Promise<AddOnSaved> {
  const addOn = await findAddOn(storeId, id);
  if (!addOn) return { outcome: 'not-found' };
  const title = `${addOn.title.slice(0, 80 - ' (copy)'.length)} (copy)`;
  return createAddOn(storeId, { ...addOn, title, state: 'draft' }, actor);
}

/**
 * Puts add-ons in this order, which is the order in which shoppers see them and which of two is offered first. Those not
 * named follow behind.
 * @returns the order as it was
 */
export function arrangeAddOns(storeId: StoreId, ids: string[], actor: string): Promise<string[]> {
  return withTenantSql(storeId, async (sql) => {
    const before = await sql<{ id: string }>(
      `select id from add_on where store_id = $1 order by (state = 'archived'), position, created_at desc, id for update`,
      [storeId],
    );
    const known = new Set(before.map((one) => one.id));
    const named = ids.filter((id) => known.has(id));
    const all = [...named, ...before.map((one) => one.id).filter((id) => !named.includes(id))];
    await sql(
      `update add_on a set position = u.position from unnest($2::uuid[]) with ordinality u (id, position)
        where a.store_id = $1 and a.id = u.id and a.position <> u.position`,
      [storeId, all],
    );
    await auditIn(sql, storeId, { actor, action: 'add-on.arranged', detail: { order: all } });
    // Nothing of a product changes: the offers alone are written again.
    await enqueueIn(sql, 'publish', [{ storeId, addOnId: null }]);
    return before.map((one) => one.id);
  });
}
