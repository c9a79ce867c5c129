import { Queue, Worker } from 'bullmq';
import { withTenantSql } from '../../app/db/client.server';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import type { StoreId } from '../../app/domain/shared/ids';
import { startRedis } from '../setup/redis';
import { benchStore } from './bench-database';
import { shopifyOrders } from './shopify-orders';

/** What many would build: a job for each message, run by BullMQ on a Redis server, eight at a time. */
export type BullJob = { storeId: StoreId; body: string /** when it came, for who measures */; at: number };

/** A Redis server with one queue, first come, first served. */
export async function bullServer() {
  const redis = await startRedis();
  if (!redis) throw new Error('This bench compares with BullMQ and needs redis-server (apt-get install redis-server).');
  const connection = { host: '127.0.0.1', port: redis.port };
  const queue = new Queue<BullJob>('orders', { connection, defaultJobOptions: { removeOnComplete: true } });
  await queue.waitUntilReady();
  return {
    async add(jobs: BullJob[]): Promise<void> {
      await queue.addBulk(jobs.map((data) => ({ name: 'order', data })));
    },
    work(done: (job: BullJob) => void): { close(): Promise<void> } {
      return new Worker<BullJob>(
        'orders',
        async ({ data }) => {
          const { storeId, body } = data;
          await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', shopifyOrders(body)));
          done(data);
        },
        { connection, concurrency: 8 },
      );
    },
    async stop(): Promise<void> {
      await queue.close();
      await redis.stop();
    },
  };
}

/** The same for one store, filled first and then run. */
export async function bullQueue() {
  const server = await bullServer();
  return {
    async run(bodies: string[], timed: (work: () => Promise<void>) => Promise<void>): Promise<void> {
      await server.add(bodies.map((body) => ({ storeId: benchStore, body, at: 0 })));
      let left = bodies.length;
      let done = () => {};
      const all = new Promise<void>((resolve) => {
        done = resolve;
      });
      await timed(async () => {
        const worker = server.work(() => {
          left -= 1;
          if (left === 0) done();
        });
        await all;
        await worker.close();
      });
    },
    stop: () => server.stop(),
  };
}
