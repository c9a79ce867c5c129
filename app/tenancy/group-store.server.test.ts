import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { pool } from '../db/client.server';
import { platforms, type StoreId, storeIdOf } from '../domain/shared/ids';
import { listAuditEvents } from './audit-store.server';
import { joinGroup, leaveGroup, makeInvite, membersOf } from './group-store.server';
import { findStores, installStore, markUninstalled } from './store.server';

let db: TestDatabase;
let [one, two, three]: StoreId[] = [];
beforeAll(async () => {
  db = await createTestDatabase();
  const [first = 'shopify', second = 'shoplazza'] = platforms;
  const install = async (platform: (typeof platforms)[number], domain: string) =>
    (await installStore({ platform, domain, scopes: '' })).store.id;
  one = await install(first, 'one.myshopify.com');
  two = await install(second, 'two.myshoplaza.com');
  three = await install(second, 'three.myshoplaza.com');
});
afterAll(() => db.close());

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'taken',
    (error) => error.reasonClass,
  );

test('a code brings two stores together, once', async () => {
  const [a, b, c] = [one as StoreId, two as StoreId, three as StoreId];
  const code = await makeInvite(a, 'merchant');
  expect(code).toMatch(/^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/);
  expect(await refusal(joinGroup(a, code, 'merchant'))).toBe('invalid');
  expect(await refusal(joinGroup(b, 'WRONG-WRONG-WRONG-WRONG', 'merchant'))).toBe('invalid');
  await joinGroup(b, code.toLowerCase().replaceAll('-', ' '), 'merchant');
  expect(await refusal(joinGroup(c, code, 'merchant'))).toBe('invalid');
  expect([await membersOf(a), await membersOf(b), await membersOf(c)]).toEqual([[a, b], [b, a], [c]]);
});

test('two stores that take one code at the same moment: one is in', async () => {
  const [a, c] = [one as StoreId, three as StoreId];
  await leaveGroup(two as StoreId, 'merchant');
  const code = await makeInvite(a, 'merchant');
  const endings = await Promise.all([two, three].map((id) => refusal(joinGroup(id as StoreId, code, 'merchant'))));
  expect(endings.sort()).toEqual(['invalid', 'taken']);
  expect((await membersOf(a)).length).toBe(2);
  await Promise.all([two, c].map((id) => leaveGroup(id as StoreId, 'merchant')));
});

test('a code that is over, or that a newer one replaced, is none; the table has no code in it', async () => {
  const [a, b] = [one as StoreId, two as StoreId];
  const older = await makeInvite(a, 'merchant');
  const code = await makeInvite(a, 'merchant');
  expect(await refusal(joinGroup(b, older, 'merchant'))).toBe('invalid');
  const { rows } = await db.admin.query(`select code_hash from store_group_invite`);
  expect(rows).toHaveLength(1);
  expect(rows[0].code_hash).not.toContain(code.slice(0, 5));
  await db.admin.query(`update store_group_invite set expires_at = now() - interval '1 second'`);
  expect(await refusal(joinGroup(b, code, 'merchant'))).toBe('invalid');
});

test('who leaves sees and is seen no more, as who is uninstalled; a store is in one group only', async () => {
  const [a, b, c] = [one as StoreId, two as StoreId, three as StoreId];
  await joinGroup(b, await makeInvite(a, 'merchant'), 'merchant');
  expect(await refusal(joinGroup(b, await makeInvite(c, 'merchant'), 'merchant'))).toBe('conflict');
  await markUninstalled(b, new Date());
  expect(await membersOf(a)).toEqual([a]);
  await leaveGroup(b, 'merchant');
  await joinGroup(c, await makeInvite(a, 'merchant'), 'merchant');
  await leaveGroup(a, 'merchant');
  expect([await membersOf(a), await membersOf(c)]).toEqual([[a], [c]]);
  const { rows } = await db.admin.query(
    `select distinct action from audit_event where action like 'group.%' order by 1`,
  );
  expect(rows.map((row) => row.action)).toEqual([
    'group.invited',
    'group.joined',
    'group.joined-by-another',
    'group.left',
    'group.left-by-another',
  ]);
});

test('the members of a group are found with one question, in their order; what is not there is left out', async () => {
  const [a, b, c] = [one as StoreId, two as StoreId, three as StoreId];
  const stranger = storeIdOf(platforms[0] ?? 'shopify', 'stranger.myshopify.com');
  const asked = vi.spyOn(pool('tagalong_system'), 'connect');
  expect((await findStores([c, stranger, a, b])).map(({ id }) => id)).toEqual([c, a, b]);
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
});

const auditOf = async (id: StoreId) => {
  const events = await listAuditEvents(id, 100);
  return events
    .filter((one) => one.action.endsWith('-by-another'))
    .map(({ action, detail }) => [action, detail.storeId]);
};

test('every store of a group has it in its audit who came and who left', async () => {
  const [a, b, c] = [one as StoreId, two as StoreId, three as StoreId];
  await installStore({ platform: platforms[1] ?? 'shoplazza', domain: 'two.myshoplaza.com', scopes: '' });
  const before = { a: (await auditOf(a)).length, b: (await auditOf(b)).length };
  await joinGroup(b, await makeInvite(a, 'merchant'), 'merchant');
  await joinGroup(c, await makeInvite(a, 'merchant'), 'merchant');
  await leaveGroup(c, 'merchant');
  const [joined, left] = ['group.joined-by-another', 'group.left-by-another'];
  expect((await auditOf(b)).slice(0, -before.b || undefined)).toEqual([
    [left, c],
    [joined, c],
  ]);
  expect((await auditOf(a)).slice(0, -before.a || undefined)).toEqual([
    [left, c],
    [joined, c],
    [joined, b],
  ]);
  await leaveGroup(b, 'merchant');
});

test('a code of a store that left is none', async () => {
  const [a, b] = [one as StoreId, two as StoreId];
  const code = await makeInvite(a, 'merchant');
  await leaveGroup(a, 'merchant');
  expect(await refusal(joinGroup(b, code, 'merchant'))).toBe('invalid');
  expect(await membersOf(b)).toEqual([b]);
});

test('joining that fails half-way changes nothing, and the code is still good', async () => {
  const [a, b] = [one as StoreId, two as StoreId];
  const code = await makeInvite(a, 'merchant');
  await db.admin.query(`alter table store_group add constraint planted check (store_id <> '${b}')`);
  await expect(joinGroup(b, code, 'merchant')).rejects.toThrow(/planted/);
  await db.admin.query(`alter table store_group drop constraint planted`);
  const { rows } = await db.admin.query(`select store_id from store_group where store_id = any($1::uuid[])`, [[a, b]]);
  expect(rows).toEqual([]);
  await joinGroup(b, code, 'merchant');
  expect(await membersOf(b)).toEqual([b, a]);
  await Promise.all([a, b].map((id) => leaveGroup(id, 'merchant')));
});

test('a store that takes two codes at the same moment is in one group, and the other code is still good', async () => {
  const [a, b, c] = [one as StoreId, two as StoreId, three as StoreId];
  const codes = [await makeInvite(a, 'merchant'), await makeInvite(c, 'merchant')];
  const endings = await Promise.all(codes.map((code) => refusal(joinGroup(b, code, 'merchant'))));
  expect(endings.toSorted()).toEqual(['conflict', 'taken']);
  expect(await membersOf(b)).toHaveLength(2);
  await leaveGroup(b, 'merchant');
  await joinGroup(b, codes[endings.indexOf('conflict')] ?? '', 'merchant');
  expect(await membersOf(b)).toHaveLength(2);
});
