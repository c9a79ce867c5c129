import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../tests/setup/test-database';
import { withSystem } from '../db/client.server';
import { storeIdOf } from '../domain/shared/ids';
import { enqueue, enqueueIn, queueHealth, startQueue, stopQueue, workOn } from './queue.server';
import { sweep } from './sweep-store.server';

let database: TestDatabase;
const storeOf = (name: string) => storeIdOf('shopify', `${name}.myshopify.com`);

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await stopQueue();
  await database.close();
});

const waiting = async (storeId: string) => {
  const { rows } = await database.admin.query(
    `select count(*)::int as n from pgboss.job where name = 'drain' and state = 'created' and data->>'storeId' = $1`,
    [storeId],
  );
  return rows[0].n as number;
};

describe('the queue', () => {
  it('keeps one waiting job of a key, however many ask at once', async () => {
    const storeId = storeOf('many');
    await startQueue();
    await Promise.all(Array.from({ length: 30 }, () => enqueue('drain', { storeId })));
    expect(await waiting(storeId)).toBe(1);
  });

  it('relies on the job of a transaction that began later and ended sooner', async () => {
    const storeId = storeOf('later');
    await withSystem(async (sql) => {
      await sql('select 1');
      await enqueue('drain', { storeId });
      await enqueueIn(sql, 'drain', [{ storeId }]);
    });
    expect(await waiting(storeId)).toBe(1);
  });

  it('takes a job back with the transaction that asked for it', async () => {
    const storeId = storeOf('undone');
    const undone = withSystem(async (sql) => {
      await enqueueIn(sql, 'drain', [{ storeId }]);
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    expect(await waiting(storeId)).toBe(0);
  });

  it('asks again when the job it relied on is gone by the time its transaction ends', async () => {
    const storeId = storeOf('relies');
    let let2Commit = () => {};
    const first = withSystem(async (sql) => {
      await enqueueIn(sql, 'drain', [{ storeId }]);
      await new Promise<void>((resolve) => {
        let2Commit = resolve;
      });
      throw new Error('first fails');
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = enqueue('drain', { storeId });
    await new Promise((resolve) => setTimeout(resolve, 50));
    let2Commit();
    await expect(first).rejects.toThrow('first fails');
    await second;
    expect(await waiting(storeId)).toBe(1);
  });

  it('does later jobs beside the one that runs now, at the earlier time asked for', async () => {
    const storeId = storeOf('later');
    await enqueue('drain', { storeId }, { startAfterSeconds: 600 });
    await enqueue('drain', { storeId }, { startAfterSeconds: 60 });
    await enqueue('drain', { storeId }, { startAfterSeconds: 300 });
    await enqueue('drain', { storeId });
    const { rows } = await database.admin.query(
      `select round(extract(epoch from start_after - created_on))::int as s from pgboss.job
       where data->>'storeId' = $1 order by 1`,
      [storeId],
    );
    expect(rows.map((row) => row.s)).toEqual([0, 60]);
    await database.admin.query(`delete from pgboss.job where name = 'drain'`);
  });

  it('lets a job go on at once whose worker died, however often; one that failed waits as long as it should', async () => {
    // What the queue itself writes on such a job.
    const died = 'job heartbeat timeout';
    expect(await readFile('node_modules/pg-boss/dist/plans.js', 'utf8')).toContain(`"value": { "message": "${died}" }`);
    const [dead, failed] = [storeOf('dead-worker'), storeOf('failed')];
    for (const [storeId, message] of [
      [dead, died],
      [failed, 'The platform did not answer.'],
    ]) {
      await enqueue('sync', { storeId: storeId ?? '', jobId: randomUUID() });
      await database.admin.query(
        `update pgboss.job set state = 'retry', retry_count = 7, start_after = now() + interval '5 minutes',
                output = jsonb_build_object('value', jsonb_build_object('message', $2::text))
          where name = 'sync' and data ->> 'storeId' = $1`,
        [storeId, message],
      );
    }
    expect(await sweep()).toMatchObject({ hurried: 1 });
    const { rows } = await database.admin.query(
      `select data ->> 'storeId' as store, start_after <= now() as due from pgboss.job where name = 'sync'`,
    );
    expect(new Map(rows.map(({ store, due }) => [store, due]))).toEqual(
      new Map([
        [dead, true],
        [failed, false],
      ]),
    );
    await database.admin.query(`delete from pgboss.job where name = 'sync'`);
  });

  it('starts work soon after it was asked for, never two of one store at once, and misses no wake-up', async () => {
    const stores = ['a', 'b', 'c'].map(storeOf);
    const active = new Map<string, number>();
    const seen = new Map<string, number>();
    const asked = new Map<string, number>();
    let tooMany = 0;
    const delays: number[] = [];
    let askedAt = 0;
    await workOn({
      drain: async ({ storeId }) => {
        if (askedAt > 0) delays.push(Date.now() - askedAt);
        askedAt = 0;
        const now = (active.get(storeId) ?? 0) + 1;
        active.set(storeId, now);
        if (now > 1) tooMany++;
        const upTo = asked.get(storeId) ?? 0;
        await new Promise((resolve) => setTimeout(resolve, 15));
        seen.set(storeId, Math.max(seen.get(storeId) ?? 0, upTo));
        active.set(storeId, now - 1);
      },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (let i = 0; i < 5; i++) {
      askedAt = Date.now();
      await enqueue('drain', { storeId: stores[0] ?? '' });
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    delays.sort((a, b) => a - b);
    process.stdout.write(`wake-up to work: ${delays.join(', ')} ms\n`);
    expect(delays).toHaveLength(5);
    expect(delays[2]).toBeLessThan(500);
    for (let i = 1; i <= 60; i++) {
      await Promise.all(
        stores.map(async (storeId) => {
          asked.set(storeId, i);
          await enqueue('drain', { storeId });
        }),
      );
    }
    const deadline = Date.now() + 8_000;
    while (Date.now() < deadline && stores.some((s) => seen.get(s) !== 60)) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(stores.map((s) => seen.get(s))).toEqual([60, 60, 60]);
    expect(tooMany).toBe(0);
    expect((await queueHealth()).waiting).toBe(0);
  });

  it('begins at once, side by side, what was asked for in one message, and what was asked for one by one', async () => {
    await stopQueue();
    let active = 0;
    let most = 0;
    const let4Go: (() => void)[] = [];
    const work = async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise<void>((resolve) => let4Go.push(resolve));
      active -= 1;
    };
    await workOn({ drain: work }, { concurrency: { drain: 4 } });
    const four = ['d', 'e', 'f', 'g'].map((name) => ({ storeId: storeOf(name) }));
    const asks = [
      () => withSystem((sql) => enqueueIn(sql, 'drain', four)),
      () => Promise.all(four.map((payload) => enqueue('drain', payload))),
    ];
    for (const ask of asks) {
      most = 0;
      await ask();
      // Found by the poll they would begin one after another, up to two seconds apart.
      await expect.poll(() => most, { timeout: 1_500, interval: 20 }).toBe(4);
      for (const letGo of let4Go.splice(0)) letGo();
      await expect.poll(() => active).toBe(0);
    }
  });
});
