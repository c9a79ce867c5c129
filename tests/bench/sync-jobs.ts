import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { findSyncJob, type SyncJobView, type SyncKind, startSync } from '../../app/sync/jobs-store.server';
import type { StoreRoom } from '../../practice/shopify/store-room';
import { type Running, startProcess } from '../crash/processes';
import { type ConnectedStore, connectStore } from '../setup/connected-store';
import { ownDatabase } from './own-database';

/** Jobs of a practice store, one after the other, with what each cost on the platform. */

/** The rate of the platform's larger plans. */
const limit = { bucket: 20_000, restore: 1000 };

type Opened = {
  store: ConnectedStore<Awaited<ReturnType<typeof ownDatabase>>>;
  room: StoreRoom;
  worker: ReturnType<typeof watchedWorker>;
  job: ReturnType<typeof jobsOf>;
};

/** A store with a history, a database of its own, and a worker that nobody has started yet; all gone afterwards. */
export async function withHistory<T>(
  domain: string,
  history: { orders: number; days: number; until?: Date },
  work: (opened: Opened) => Promise<T>,
): Promise<T> {
  const store = await connectStore(domain, { ...history, newDatabase: ownDatabase });
  const worker = watchedWorker(() => {
    const origin = store.practice.apiUrl;
    return startProcess('entry.worker.ts', { DATABASE_URL: store.database.url, SHOPIFY_API_ORIGIN: origin });
  });
  try {
    const room = store.practice.platform.room(domain);
    if (!room) throw new Error('the store has no room');
    Object.assign(store.practice.platform.faults.graphql, limit);
    return await work({ store, room, worker, job: jobsOf({ ...store, domain }) });
  } finally {
    await worker.end();
    await store.close();
  }
}

type Params = Parameters<typeof startSync>[1]['params'];

/** @returns runs one job to its end: seconds, calls, points of the rate limit */
function jobsOf({ storeId, domain, practice }: Pick<ConnectedStore, 'storeId' | 'domain' | 'practice'>) {
  const asked = () => practice.platform.bucket(domain).counts();
  return async (kind: SyncKind, params: Params = {}, watch: (job: SyncJobView) => Promise<void> = async () => {}) => {
    const before = asked();
    const begun = performance.now();
    const { jobId } = await startSync(storeId, { kind, trigger: 'bench', params });
    for (;;) {
      const now = await findSyncJob(storeId, jobId);
      if (now?.finishedAt) {
        if (now.state !== 'completed') throw new Error(`${kind} is ${now.state}: ${now.error}`);
        const { taken, refused, spent } = asked();
        const seconds = (performance.now() - begun) / 1000;
        return {
          ...{ job: now, seconds, calls: taken - before.taken, refused: refused - before.refused },
          points: spent - before.spent,
        };
      }
      if (now) await watch(now);
      await wait(200);
    }
  };
}

/** A worker that is started again and again, and the most memory that each of its lives took. */
function watchedWorker(startOne: () => Promise<Running>) {
  let running: Running | null = null;
  const most: number[] = [];
  const sampling = setInterval(async () => {
    const pid = running?.facts.worker;
    if (typeof pid !== 'number') return;
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    const kib = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
    const life = most.length - 1;
    most[life] = Math.max(most[life] ?? 0, kib / 1024);
  }, 250);
  return {
    memory: () => most,
    async start() {
      running = await startOne();
      most.push(0);
    },
    async kill() {
      await running?.kill();
      running = null;
    },
    async end() {
      clearInterval(sampling);
      await running?.kill();
    },
  };
}
