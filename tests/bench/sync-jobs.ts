import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { findSyncJob, type SyncJobView, type SyncKind, startSync } from '../../app/sync/jobs-store.server';
import type { Running } from '../crash/processes';
import type { ConnectedStore } from '../setup/connected-store';

/** Jobs of a practice store, one after the other, with what each cost on the platform. */

type Params = Parameters<typeof startSync>[1]['params'];

/** @returns runs one job to its end: seconds, calls, points of the rate limit */
export function jobsOf({ storeId, domain, practice }: Pick<ConnectedStore, 'storeId' | 'domain' | 'practice'>) {
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
export function watchedWorker(startOne: () => Promise<Running>) {
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
