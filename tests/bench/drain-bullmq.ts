import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { Queue, Worker } from 'bullmq';
import { withTenantSql } from '../../app/db/client.server';
import { freePort } from '../../app/db/embedded.server';
import { saveOrders } from '../../app/domain/orders/save-store.server';
import { benchStore as storeId } from './bench-database';
import { shopifyOrders } from './shopify-orders';

/** What many would build: a job for each message, run by BullMQ on a Redis server, eight at a time. */
export async function bullQueue() {
  const port = await freePort();
  const redis = startRedis(port);
  const connection = { host: '127.0.0.1', port };
  const queue = new Queue<{ body: string }>('orders', { connection, defaultJobOptions: { removeOnComplete: true } });
  await queue.waitUntilReady();
  return {
    /** fills the queue, then runs all that is in it */
    async run(bodies: string[], timed: (work: () => Promise<void>) => Promise<void>): Promise<void> {
      await queue.addBulk(bodies.map((body) => ({ name: 'order', data: { body } })));
      let left = bodies.length;
      let done = () => {};
      const all = new Promise<void>((resolve) => {
        done = resolve;
      });
      await timed(async () => {
        const worker = new Worker<{ body: string }>(
          'orders',
          async (job) => {
            await withTenantSql(storeId, (sql) => saveOrders(sql, storeId, 'shopify', shopifyOrders(job.data.body)));
            left -= 1;
            if (left === 0) done();
          },
          { connection, concurrency: 8 },
        );
        await all;
        await worker.close();
      });
    },
    async stop() {
      await queue.close();
      redis.kill('SIGTERM');
    },
  };
}

function startRedis(port: number): ChildProcess {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(
      'This bench compares with BullMQ and needs redis-server on the PATH (apt-get install redis-server).',
    );
  }
  return spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
}
