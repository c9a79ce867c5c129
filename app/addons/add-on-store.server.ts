import { randomUUID } from 'node:crypto';
import { type Sql, withTenantSql } from '../db/client.server';
import { type AddOnDetails, plainDetails } from '../domain/addons/details';
import { mostOfferBytes, offerBytes } from '../domain/addons/offers';
import type { StoreId } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import { auditIn } from '../tenancy/audit-store.server';
import {
  type AddOnErrors,
  type AddOnInput,
  type AddOnState,
  type AddOnView,
  type PublicationState,
  readAddOn,
} from './add-on';
import { type AddOnRow, viewOf } from './add-on-row';

/**
 * The merchant's add-ons. A change, its audit event and the job that brings it to the platform commit
 * together: what is saved gets published, and what was not saved never does.
 */
export type AddOnSaved =
  | { outcome: 'saved'; addOn: AddOnView }
  | { outcome: 'invalid'; errors: AddOnErrors }
  | { outcome: 'not-found' };

/**
 * Saves a new add-on and, when it is active, has it published.
 * @param values the form's fields; checked here against the store's currency
 * @param actor who did it, for the audit: "merchant:<user id>"
 */
export function createAddOn(storeId: StoreId, values: unknown, actor = 'merchant'): Promise<AddOnSaved> {
  return withTenantSql(storeId, (sql) => save(sql, storeId, null, values, actor));
}

/** Saves changes; an active add-on, or one that the platform already has, is brought up to date there. */
export function updateAddOn(storeId: StoreId, id: string, values: unknown, actor = 'merchant'): Promise<AddOnSaved> {
  return withTenantSql(storeId, (sql) => save(sql, storeId, id, values, actor));
}

/** Activates, takes back to draft or archives. Refuses, with words, to activate what could never be shown. */
export function setAddOnState(
  storeId: StoreId,
  id: string,
  state: AddOnState,
  actor = 'merchant',
): Promise<AddOnSaved> {
  return withTenantSql(storeId, async (sql) => {
    const addOn = await lockAddOn(sql, storeId, id);
    if (!addOn) return { outcome: 'not-found' };
    // Taking it back must always work, also after the store changed its currency.
    const currency = state === 'active' ? undefined : addOn.currency;
    return save(sql, storeId, id, { ...addOn, state }, actor, currency);
  });
}

/** Publishes once more, for an add-on whose publication failed. */
export function retryPublication(storeId: StoreId, id: string, actor = 'merchant'): Promise<AddOnSaved> {
  return withTenantSql(storeId, async (sql) => {
    const addOn = await lockAddOn(sql, storeId, id);
    return addOn ? save(sql, storeId, id, addOn, actor) : { outcome: 'not-found' };
  });
}

/** All add-ons, archived ones last, the newest first. */
export function listAddOns(storeId: StoreId): Promise<AddOnView[]> {
  return withTenantSql(storeId, (sql) => listAddOnsIn(sql, storeId));
}

async function listAddOnsIn(sql: Sql, storeId: StoreId): Promise<AddOnView[]> {
  const rows = await sql<AddOnRow>(
    `${selectAddOns} order by (a.state = 'archived'), a.position, a.created_at desc, a.id`,
    [storeId],
  );
  return rows.map(viewOf);
}

export function findAddOn(storeId: StoreId, id: string): Promise<AddOnView | null> {
  return withTenantSql(storeId, (sql) => findAddOnIn(sql, storeId, id));
}

async function findAddOnIn(sql: Sql, storeId: StoreId, id: string): Promise<AddOnView | null> {
  if (!isId(id)) return null;
  const [row] = await sql<AddOnRow>(`${selectAddOns} and a.id = $2`, [storeId, id]);
  return row ? viewOf(row) : null;
}

async function lockAddOn(sql: Sql, storeId: StoreId, id: string): Promise<AddOnView | null> {
  if (!isId(id)) return null;
  await sql(`select from add_on where store_id = $1 and id = $2 for update`, [storeId, id]);
  return findAddOnIn(sql, storeId, id);
}

async function save(
  sql: Sql,
  storeId: StoreId,
  existingId: string | null,
  values: unknown,
  actor: string,
  givenCurrency?: string,
): Promise<AddOnSaved> {
  const before = existingId === null ? null : await lockAddOn(sql, storeId, existingId);
  if (existingId !== null && before === null) return { outcome: 'not-found' };
  const currency = givenCurrency ?? (await currencyOf(sql, storeId));
  const read = readAddOn(values, currency);
  if (read.outcome === 'invalid') return read;
  const id = existingId ?? randomUUID();
  if (read.input.state === 'active' && (await tooMuchToOffer(sql, storeId, { ...read.input, id, currency }))) {
    return { outcome: 'invalid', errors: { targets: tooMuch } };
  }
  const toPublish = read.input.state === 'active' || before?.publication.platformProductId != null;
  await write(sql, storeId, id, read.input, currency, toPublish ? 'publishing' : 'unpublished');
  await auditIn(sql, storeId, { actor, action: actionOf(before, read.input), detail: detailOf(id, read.input) });
  if (toPublish) await enqueueIn(sql, 'publish', [{ storeId, addOnId: id }]);
  const addOn = await findAddOnIn(sql, storeId, id);
  return addOn ? { outcome: 'saved', addOn } : { outcome: 'not-found' };
}

/** Whether the page could not carry this add-on's offer beside those of the others. */
async function tooMuchToOffer(
  sql: Sql,
  storeId: StoreId,
  added: AddOnInput & { id: string; currency: string },
): Promise<boolean> {
  const others = (await listAddOnsIn(sql, storeId)).filter((one) => one.state === 'active' && one.id !== added.id);
  return offerBytes([...others, added].map((addOn) => ({ ...addOn, publication: null }))) > mostOfferBytes;
}

const tooMuch =
  'Your active add-ons together are more than a product page can carry. Aim this one at collections instead of many products, shorten its terms, or archive another one.';

async function write(
  sql: Sql,
  storeId: StoreId,
  id: string,
  input: AddOnInput,
  currency: string,
  publicationState: PublicationState,
): Promise<void> {
  await sql(
    `insert into add_on (store_id, id, title, kind, price, currency, description, terms, targets, state, publication_state, details, at_once_since)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, case when $13 then now() end)
     on conflict (store_id, id) do update set title = excluded.title, kind = excluded.kind, price = excluded.price,
       currency = excluded.currency, description = excluded.description, terms = excluded.terms,
       targets = excluded.targets, state = excluded.state, publication_state = excluded.publication_state,
       details = excluded.details,
       at_once_since = case when $13 then coalesce(add_on.at_once_since, excluded.at_once_since) end,
       publication_error = null, updated_at = now()`,
    [
      storeId,
      id,
      input.title,
      input.kind,
      input.price,
      currency,
      input.description,
      input.terms,
      JSON.stringify(input.targets),
      input.state,
      publicationState,
      JSON.stringify(detailsIn(input)),
      input.fulfilment === 'at_once',
    ],
  );
}

/** The part of the form that is kept as one value. */
function detailsIn(input: AddOnInput): AddOnDetails {
  const names = Object.keys(plainDetails) as (keyof AddOnDetails)[];
  return Object.fromEntries(names.map((name) => [name, input[name]])) as AddOnDetails;
}

async function currencyOf(sql: Sql, storeId: StoreId): Promise<string> {
  const [store] = await sql<{ currency: string }>(`select currency from store where id = $1`, [storeId]);
  return store?.currency ?? 'USD';
}

function actionOf(before: AddOnView | null, after: AddOnInput): string {
  if (before === null) return 'add-on.created';
  if (before.state === after.state) return 'add-on.updated';
  return { draft: 'add-on.deactivated', active: 'add-on.activated', archived: 'add-on.archived' }[after.state];
}

function detailOf(id: string, { kind, price, state, targets }: AddOnInput): Record<string, unknown> {
  const { all, productIds, collectionIds } = targets;
  return { id, kind, price, state, all, products: productIds.length, collections: collectionIds.length };
}

/** Every add-on with the variants that the platform sells it as, cheapest first, or the one that it sold last. */
const selectAddOns = `select a.*, v.variants, last.platform_variant_id from add_on a
  left join lateral (select jsonb_agg(jsonb_build_array(platform_variant_id, price::text) order by price, platform_variant_id) as variants
    from add_on_variant v
    where v.store_id = a.store_id and v.add_on_id = a.id and v.retired_at is null) v on true
  left join lateral (select platform_variant_id from add_on_variant v
    where v.store_id = a.store_id and v.add_on_id = a.id
    order by retired_at desc nulls first, v.price, v.created_at desc limit 1) last on true
  where a.store_id = $1`;

/** Whether a text has the shape of an id of ours: anything else must not reach the database. */
export function isId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
