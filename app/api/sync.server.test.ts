import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliver } from '../../tests/privacy/people';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { lookAt } from '../alerts/look.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { action as retryInbox } from '../routes/api.v1.inbox.retry';
import { loader as alerts } from '../routes/api.v1.sync.alerts';
import { loader as jobs, action as startJob } from '../routes/api.v1.sync.jobs._index';
import { loader as oneJob } from '../routes/api.v1.sync.jobs.$id._index';
import { action as moveJob } from '../routes/api.v1.sync.jobs.$id.$move';
import { loader as parity } from '../routes/api.v1.sync.parity';
import { action as changeSchedule, loader as schedule } from '../routes/api.v1.sync.schedule._index';
import { loader as webhooks } from '../routes/api.v1.sync.webhooks';
import { createApiKey } from '../tenancy/api-keys-store.server';
import type { Role } from '../tenancy/roles';
import { installStore } from '../tenancy/store.server';
import { alertsShape } from './alert-shapes';
import { openApiDocument } from './openapi';
import {
  parityShape,
  retriedShape,
  scheduleShape,
  syncAskedShape,
  syncJobPageShape,
  syncJobShape,
} from './sync-shapes';
import { webhooksShape } from './webhook-shapes';

/** Jobs, schedule and inbox as programs drive them. */
let db: TestDatabase;
let stores = 0;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.close());

async function newStore(role: Role = 'owner'): Promise<{ storeId: StoreId; key: string }> {
  const domain = `api-sync-${++stores}.myshopify.com`;
  await installStore({ platform: 'shopify', domain, scopes: '' });
  const storeId = storeIdOf('shopify', domain);
  return { storeId, key: (await createApiKey(storeId, 'test', role)).key };
}

// Each route's own type of arguments; what they need is the same.
type Route = (of: never) => unknown;
async function call(route: Route, key: string, method: string, body?: unknown, params: Record<string, string> = {}) {
  const request = new Request('https://app.example/api/v1/x', {
    method,
    headers: { authorization: `Bearer ${key}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const reply = (await route({ request, params, context: {} } as never)) as Response;
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as never };
}
const codeOf = (body: unknown) => (body as { error: { code: string } }).error.code;

test('a job is asked for, seen, held, let go and ended', async () => {
  const { key } = await newStore();
  const asked = await call(startJob, key, 'POST', { kind: 'incremental', from: '2026-11-01T00:00:00Z' });
  expect(asked.status).toBe(202);
  const { started, job } = syncAskedShape.parse(asked.body);
  expect({ started, state: job.state, trigger: job.trigger }).toEqual({
    ...{ started: true, state: 'pending', trigger: 'manual' },
  });
  const again = syncAskedShape.parse((await call(startJob, key, 'POST', { kind: 'incremental' })).body);
  expect(again).toMatchObject({ started: false, job: { id: job.id } });
  expect(syncJobPageShape.parse((await call(jobs, key, 'GET')).body).data).toHaveLength(1);

  const move = (name: string, id = job.id) => call(moveJob, key, 'POST', undefined, { id, move: name });
  for (const [name, state] of [
    ['pause', 'paused'],
    ['resume', 'pending'],
    ['cancel', 'cancelled'],
  ] as const) {
    const { status, body } = await move(name);
    expect({ status, state: syncJobShape.parse(body).state }).toEqual({ status: 202, state });
  }
  const late = await move('resume');
  expect([late.status, codeOf(late.body)]).toEqual([409, 'move_not_possible']);
  expect((await move('explode')).status).toBe(404);
  expect((await move('pause', 'nothing')).status).toBe(404);
  expect(syncJobShape.parse((await call(oneJob, key, 'GET', undefined, { id: job.id })).body).state).toBe('cancelled');
  const audit = await db.admin.query(`select action from audit_event order by id desc limit 4`);
  expect(audit.rows.map(({ action }) => action)).toEqual(['sync.cancel', 'sync.resume', 'sync.pause', 'sync.started']);
});

test('another store’s job is not there, and a role that may only look may not start', async () => {
  const [one, other] = [await newStore(), await newStore()];
  const { body } = await call(startJob, one.key, 'POST', { kind: 'backfill' });
  const { id } = syncAskedShape.parse(body).job;
  expect((await call(oneJob, other.key, 'GET', undefined, { id })).status).toBe(404);
  expect((await call(moveJob, other.key, 'POST', undefined, { id, move: 'cancel' })).status).toBe(404);
  const analyst = await newStore('analyst');
  expect((await call(startJob, analyst.key, 'POST', { kind: 'backfill' })).status).toBe(403);
  expect((await call(changeSchedule, analyst.key, 'PUT', { enabled: false })).status).toBe(403);
  expect((await call(retryInbox, analyst.key, 'POST', {})).status).toBe(403);
  expect((await call(jobs, analyst.key, 'GET')).status).toBe(200);
});

test('the eleventh job within five minutes has to wait, and is told how long', async () => {
  const { key } = await newStore();
  for (let n = 0; n < 10; n++) {
    const { job } = syncAskedShape.parse((await call(startJob, key, 'POST', { kind: 'incremental' })).body);
    await call(moveJob, key, 'POST', undefined, { id: job.id, move: 'cancel' });
  }
  const refused = await call(startJob, key, 'POST', { kind: 'incremental' });
  expect([refused.status, codeOf(refused.body)]).toEqual([429, 'too_many_jobs']);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(280);
});

test('the schedule is read and changed; what it cannot be is refused with the field', async () => {
  const { key } = await newStore();
  const read = async () => scheduleShape.parse((await call(schedule, key, 'GET')).body);
  expect(await read()).toEqual({ enabled: true, everyMinutes: 30, overlapMinutes: 1440, nextAt: null, last: null });
  const changed = await call(changeSchedule, key, 'PUT', { everyMinutes: 60, enabled: false });
  expect(scheduleShape.parse(changed.body)).toMatchObject({ enabled: false, everyMinutes: 60, overlapMinutes: 1440 });
  for (const [body, field] of [
    [{ everyMinutes: 1 }, 'everyMinutes'],
    [{ overlapMinutes: 'long' }, 'overlapMinutes'],
    [{ hours: 2, enabled: true }, 'hours'],
  ] as const) {
    const { status, body: problem } = await call(changeSchedule, key, 'PUT', body);
    expect(status).toBe(400);
    expect((problem as { error: { details: object[] } }).error.details).toEqual([expect.objectContaining({ field })]);
  }
  expect((await call(changeSchedule, key, 'PUT', {})).status).toBe(400);
  expect(await read()).toMatchObject({ enabled: false, everyMinutes: 60 });
});

test('how messages arrive is told', async () => {
  const { key } = await newStore();
  const empty = { days: 7, verdict: 'none', topics: [], missed: [] };
  expect(webhooksShape.parse((await call(webhooks, key, 'GET')).body)).toEqual(empty);
});

test('whether the copy is proven is told, and a proof is asked for', async () => {
  const { key } = await newStore();
  expect(parityShape.parse((await call(parity, key, 'GET')).body)).toEqual({ proof: null });
  const asked = await call(startJob, key, 'POST', { kind: 'reconcile', days: 7, repair: true });
  expect(syncAskedShape.parse(asked.body).job).toMatchObject({ kind: 'reconcile', state: 'pending' });
  const jobs = await db.admin.query(
    `select params from sync_job where kind = 'reconcile' order by created_at desc limit 1`,
  );
  expect(jobs.rows[0].params).toEqual({ days: 7, repair: true });
});

test('what needs somebody is told with its cure', async () => {
  const { storeId, key } = await newStore();
  expect(alertsShape.parse((await call(alerts, key, 'GET')).body)).toEqual({ data: [] });
  await db.admin.query(
    `insert into inbox_entry (store_id, source, topic, dedupe_key, body, state) values ($1, 'webhook', 'x', 'dead', '{}', 'dead')`,
    [storeId],
  );
  await lookAt(storeId, new Date());
  expect(alertsShape.parse((await call(alerts, key, 'GET')).body)).toMatchObject({
    data: [{ rule: 'dead-letters', value: 1, unit: 'entries', recoveredAt: null }],
  });
});

test('entries that failed are read again: those named, those of a reason, or all', async () => {
  const { storeId, key } = await newStore();
  for (let n = 0; n < 3; n++) await deliver(storeId, 'orders/create', `{"id": ${n}}`);
  const retry = async (body?: object) => retriedShape.parse((await call(retryInbox, key, 'POST', body)).body).retried;
  const { rows } = await db.admin.query(`select id::text as id from inbox_entry where store_id = $1 order by id`, [
    storeId,
  ]);
  expect(await retry({ ids: [rows[0].id] })).toBe(1);
  expect(await retry({ reasonClass: 'bug' })).toBe(0);
  expect(await retry({ reasonClass: 'malformed', since: '2020-01-01T00:00:00Z' })).toBe(3);
  expect(await retry({ since: '2099-01-01T00:00:00Z' })).toBe(0);
  expect(await retry()).toBe(3);
  expect((await call(retryInbox, key, 'POST', { ids: ['x'] })).status).toBe(400);
  expect((await call(retryInbox, key, 'GET')).status).toBe(405);
});

test('the document names every command with its body and its refusals', () => {
  const { paths } = openApiDocument();
  const posts = Object.entries(paths).flatMap(([path, of]) => ('post' in of ? [path] : []));
  expect(posts.sort()).toEqual([
    '/inbox/retry',
    '/sync/jobs',
    ...['cancel', 'pause', 'resume', 'retry'].map((name) => `/sync/jobs/{id}/${name}`),
  ]);
  expect(Object.keys(paths)).toContain('/sync/schedule');
});
