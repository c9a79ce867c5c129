import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { storeIdOf } from '../domain/shared/ids';
import { listAuditEvents } from '../tenancy/audit-store.server';
import { installStore } from '../tenancy/store.server';
import { createAddOn, findAddOn, listAddOns, setAddOnState, updateAddOn } from './add-on-store.server';

const storeId = storeIdOf('shopify', 'editor.myshopify.com');
const neighbour = storeIdOf('shopify', 'neighbour.myshopify.com');
const wrap = { title: 'Gift wrap', kind: 'gift_wrap', price: '500', targets: { all: true } };

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  for (const domain of ['editor.myshopify.com', 'neighbour.myshopify.com']) {
    await installStore({ platform: 'shopify', domain, scopes: '' });
  }
  await db.admin.query(`update store set currency = 'JPY' where id = $1`, [storeId]);
});
afterAll(() => db.close());

test('a draft is saved in the currency of its store, audited, and asks for no publication', async () => {
  const saved = await createAddOn(storeId, wrap, 'merchant:1');
  expect(saved).toMatchObject({
    outcome: 'saved',
    addOn: { state: 'draft', price: '500', currency: 'JPY', publication: { state: 'unpublished' } },
  });
  expect(await waitingJobs()).toEqual([]);
  const [event] = await listAuditEvents(storeId, 1);
  expect(event).toMatchObject({ actor: 'merchant:1', action: 'add-on.created', detail: { price: '500', all: true } });
});

test('activating asks for publication in the same transaction', async () => {
  const [draft] = await listAddOns(storeId);
  const saved = await setAddOnState(storeId, draft?.id ?? '', 'active');
  expect(saved).toMatchObject({ outcome: 'saved', addOn: { state: 'active', publication: { state: 'publishing' } } });
  expect(await waitingJobs()).toEqual([{ storeId, addOnId: draft?.id }]);
});

test('what the form refuses is not saved and asks for nothing', async () => {
  const before = await waitingJobs();
  expect(await createAddOn(storeId, { ...wrap, price: '9.99', state: 'active' })).toMatchObject({
    outcome: 'invalid',
    errors: { price: 'JPY has no minor unit: write a whole number, for example 500.' },
  });
  const aimless = await createAddOn(storeId, { ...wrap, targets: undefined });
  const id = aimless.outcome === 'saved' ? aimless.addOn.id : '';
  expect(await setAddOnState(storeId, id, 'active')).toMatchObject({
    outcome: 'invalid',
    errors: { targets: expect.stringContaining('Choose') },
  });
  expect((await findAddOn(storeId, id))?.state).toBe('draft');
  expect(await waitingJobs()).toEqual(before);
});

test('a change of an active add-on is published; lists put archived ones last', async () => {
  const active = (await listAddOns(storeId)).find((addOn) => addOn.state === 'active');
  const changed = await updateAddOn(storeId, active?.id ?? '', { ...wrap, state: 'active', title: 'Ribbon' });
  expect(changed).toMatchObject({ outcome: 'saved', addOn: { title: 'Ribbon' } });
  const archived = await createAddOn(storeId, { ...wrap, title: 'Old', state: 'archived' });
  expect(archived.outcome).toBe('saved');
  expect((await listAddOns(storeId)).map((addOn) => addOn.title)).toEqual(['Gift wrap', 'Ribbon', 'Old']);
});

test('offers that no page could carry are refused before they are saved', async () => {
  const productIds = Array.from({ length: 250 }, (_, n) => `${9_000_000_000_000_000 + n}`);
  const heavy = {
    ...wrap,
    state: 'active',
    terms: 'ü'.repeat(1000),
    targets: { productIds, collectionIds: productIds },
  };
  const endings: string[] = [];
  for (let n = 0; n < 12; n++) {
    const saved = await createAddOn(storeId, { ...heavy, title: `Heavy ${n}` });
    endings.push(saved.outcome);
    if (saved.outcome === 'invalid') expect(saved.errors.targets).toContain('more than a product page can carry');
  }
  expect(endings[0]).toBe('saved');
  expect(endings.at(-1)).toBe('invalid');
  for (const addOn of await listAddOns(storeId)) {
    if (addOn.title.startsWith('Heavy')) await setAddOnState(storeId, addOn.id, 'archived');
  }
});

test('after the store changed its currency an add-on can be taken back, but not sold at a price it cannot have', async () => {
  const saved = await createAddOn(neighbour, { ...wrap, price: '4.50', state: 'active' });
  const id = saved.outcome === 'saved' ? saved.addOn.id : '';
  await db.admin.query(`update store set currency = 'JPY' where id = $1`, [neighbour]);
  expect(await setAddOnState(neighbour, id, 'archived')).toMatchObject({
    outcome: 'saved',
    addOn: { state: 'archived', price: '4.50', currency: 'USD' },
  });
  expect(await setAddOnState(neighbour, id, 'active')).toMatchObject({
    outcome: 'invalid',
    errors: { price: expect.stringContaining('JPY has no minor unit') },
  });
  await db.admin.query(`delete from add_on where store_id = $1`, [neighbour]);
});

test('another store sees and changes nothing of it', async () => {
  const [addOn] = await listAddOns(storeId);
  const id = addOn?.id ?? '';
  expect(await listAddOns(neighbour)).toEqual([]);
  expect(await findAddOn(neighbour, id)).toBeNull();
  expect(await updateAddOn(neighbour, id, wrap)).toEqual({ outcome: 'not-found' });
  expect(await setAddOnState(neighbour, 'no-id-at-all', 'active')).toEqual({ outcome: 'not-found' });
});

async function waitingJobs(): Promise<unknown[]> {
  const { rows } = await db.admin.query(`select data from pgboss.job where name = 'publish' order by created_on`);
  return rows.map((row) => row.data);
}

test('since when an add-on is fulfilled at once is kept over other changes, and begins anew when it is chosen again', async () => {
  const plan = { ...wrap, title: 'Protection', kind: 'service', fulfilment: 'at_once' };
  const saved = await createAddOn(storeId, plan);
  const id = saved.outcome === 'saved' ? saved.addOn.id : '';
  const first = await sinceOf(id);
  expect(first).toBeInstanceOf(Date);
  await updateAddOn(storeId, id, { ...plan, title: 'Protection plan' });
  expect(await sinceOf(id)).toEqual(first);
  await updateAddOn(storeId, id, { ...plan, fulfilment: 'none' });
  expect(await sinceOf(id)).toBeNull();
  await updateAddOn(storeId, id, plan);
  expect((await sinceOf(id))?.getTime()).toBeGreaterThan(first?.getTime() ?? Number.NaN);
});

async function sinceOf(id: string): Promise<Date | null> {
  const { rows } = await db.admin.query(`select at_once_since as at from add_on where store_id = $1 and id = $2`, [
    storeId,
    id,
  ]);
  return rows[0].at;
}
