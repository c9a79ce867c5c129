import { PgBoss } from 'pg-boss';
import { config } from '../config/config.server';
import { type Sql, withSystem } from '../db/client.server';
import { forget, once } from '../db/once.server';
import { asFault } from '../domain/shared/fault';
import { inBackground } from '../governor/urgency.server';
import { log, withHop } from '../observability/log.server';
import { type JobName, type JobPayload, jobCatalogue, jobKey, jobNames } from './catalogue';
import { addJobs, addLaterJobs, waitingJobs } from './job-store.server';

/** The jobs: who wants work asks here, who does it registers here. They live in PostgreSQL, run by pg-boss. */

/** Asks for work, in a transaction of its own. */
export async function enqueue<Name extends JobName>(
  name: Name,
  payload: JobPayload<Name>,
  options: { startAfterSeconds?: number } = {},
): Promise<void> {
  await withSystem((sql) => enqueueIn(sql, name, [payload], options));
}

/** Asks for work inside a running transaction: it exists when, and only when, that transaction commits. */
export async function enqueueIn<Name extends JobName>(
  sql: Sql,
  name: Name,
  payloads: JobPayload<Name>[],
  options: { startAfterSeconds?: number } = {},
): Promise<void> {
  const rows = payloads.map((payload) => ({
    key: jobKey(name, payload),
    storeId: 'storeId' in payload ? payload.storeId : null,
    data: payload,
  }));
  const seconds = options.startAfterSeconds ?? 0;
  if (seconds > 0) await addLaterJobs(sql, name, rows, seconds);
  else await addJobs(sql, name, rows);
}

/** Checks that this process may ask for work. The queue's tables are the owner's to make. */
export async function startQueue(): Promise<void> {
  await queueHealth();
}

export type Handlers = { [Name in JobName]?: (payload: JobPayload<Name>, signal: AbortSignal) => Promise<void> };
export type WorkOptions = { concurrency?: Partial<Record<JobName, number>>; heartbeatSeconds?: number };

/** Does the work of these kinds until stopQueue. May be called in any number of processes. */
export async function workOn(handlers: Handlers, options: WorkOptions = {}): Promise<void> {
  const boss = createBoss();
  once('boss', () => boss);
  await boss.start();
  for (const name of jobNames) {
    const handler = handlers[name] as ((payload: unknown, signal: AbortSignal) => Promise<void>) | undefined;
    if (!handler) continue;
    const loops = options.concurrency?.[name] ?? 2;
    for (let i = 0; i < loops; i++) await addLoop(boss, name, handler);
  }
}

async function addLoop(
  boss: PgBoss,
  name: JobName,
  handler: (payload: unknown, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  let loopId = '';
  loopId = await boss.work(
    name,
    // Notifications wake the loop; the poll finds what was deferred, tried again, or missed.
    { batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 2, groupConcurrency: 1 },
    async ([job]) => {
      if (!job) return;
      const storeId = (job.data as { storeId?: string }).storeId;
      await withHop({ jobId: job.id, ...(storeId === undefined ? {} : { storeId }) }, async () => {
        try {
          await inBackground(() => handler(jobCatalogue[name].payload.parse(job.data), job.signal));
        } catch (error) {
          const fault = asFault(error);
          log.error({ err: error, job: name, reasonClass: fault.reasonClass }, 'a job failed');
          // The sweep finds this work again; tried by the queue as well, it would pile up at every wake-up.
          if (jobCatalogue[name].tryAgain === 'by the queue' && fault.retry) throw error;
        } finally {
          // The same store's next job could not start while this one ran: look again at once.
          if (loopId) boss.notifyWorker(loopId);
        }
      });
    },
  );
}

/** Ends the work of this process: running jobs get `timeoutMs`, then they are handed back for others. */
export async function stopQueue(timeoutMs = 10_000): Promise<void> {
  const boss = once<PgBoss | undefined>('boss', () => undefined);
  forget('boss');
  await boss?.stop({ graceful: true, close: true, timeout: timeoutMs });
}

/**
 * How the queue stands.
 * @throws when its tables are not there or the database does not answer
 */
export async function queueHealth(): Promise<{ waiting: number; oldestSeconds: number; active: number }> {
  return withSystem(waitingJobs);
}

function createBoss(): PgBoss {
  const { url, runtimeUrl, timeoutMs } = config().database;
  const boss = new PgBoss({
    connectionString: runtimeUrl ?? url,
    // Understood by the connection, not named by pg-boss's types: the queue's maintenance runs in our role, and no
    // connection is waited for without end.
    ...({ options: '-c role=tagalong_system', query_timeout: timeoutMs + 5_000, keepAlive: true } as object),
    application_name: 'tagalong queue',
    schema: 'pgboss',
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    useListenNotify: true,
    // What needs the owner is not this role's: rebuilding indexes is left to the database's administrator.
    reindex: false,
    monitorVacuum: false,
    // A dead worker's job is noticed within heartbeat (15 s) and supervision (5 s), well under 90 s.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 300,
  });
  boss.on('error', (err) => log.warn({ err }, 'the queue had trouble'));
  boss.on('warning', (warning) => log.warn({ warning: warning.message }, 'the queue warns'));
  return boss;
}
