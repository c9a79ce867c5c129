import { PgBoss } from 'pg-boss';
import { config } from '../config/config.server';
import { type Sql, withSystem } from '../db/client.server';
import { forget, once } from '../db/once.server';
import { asFault } from '../domain/shared/fault';
import { inBackground } from '../governor/urgency.server';
import { log, withHop } from '../observability/log.server';
import { type JobName, type JobPayload, jobCatalogue, jobKey, jobNames } from './catalogue';
import { addJobs, addLaterJobs, channel, several, waitingJobs } from './job-store.server';
import { Loops } from './loops';

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
  const kinds = new Map<string, Loops>();
  const working = once('working', (): Working => ({ boss, listening: undefined }));
  await boss.start();
  working.listening = await listen(boss, kinds);
  const pollSeconds = working.listening ? 2 : 0.5;
  for (const name of jobNames) {
    const handler = handlers[name] as Handler | undefined;
    if (!handler) continue;
    const loops = new Loops((loop) => boss.notifyWorker(loop));
    kinds.set(name, loops);
    const count = options.concurrency?.[name] ?? 2;
    for (let i = 0; i < count; i++) await addLoop(boss, name, handler, loops, pollSeconds);
  }
}

type Handler = (payload: unknown, signal: AbortSignal) => Promise<void>;
type Listening = { close(): Promise<void> };
type Working = { boss: PgBoss; listening: Listening | undefined };

/**
 * Hears of new jobs. pg-boss's own listener wakes every loop of a kind at each; ours wakes one (see Loops). Without it,
 * behind a proxy that passes no notifications on, the polls find the jobs.
 */
async function listen(boss: PgBoss, kinds: Map<string, Loops>): Promise<Listening | undefined> {
  const wakeAll = () => {
    for (const loops of kinds.values()) loops.wakeAll();
  };
  const database = boss.getDb();
  try {
    const { rows } = await database.executeSql(`select ${channel} as channel`, []);
    const hear = (told: string) => {
      if (told.endsWith(several)) kinds.get(told.slice(0, -several.length))?.wakeAll();
      else kinds.get(told)?.wakeOne();
    };
    return await database.listen?.(rows[0].channel, hear, wakeAll);
  } catch (err) {
    log.warn({ err }, 'new jobs are not heard of; they are looked for');
    return undefined;
  }
}

async function addLoop(
  boss: PgBoss,
  name: JobName,
  handler: Handler,
  loops: Loops,
  pollSeconds: number,
): Promise<void> {
  let loopId = '';
  loopId = await boss.work(
    name,
    // The poll finds what was deferred, tried again, or missed.
    { batchSize: 1, pollingIntervalSeconds: pollSeconds, groupConcurrency: 1 },
    async ([job]) => {
      if (!job) return;
      const storeId = (job.data as { storeId?: string }).storeId;
      loops.begins(loopId);
      await withHop({ jobId: job.id, ...(storeId === undefined ? {} : { storeId }) }, async () => {
        try {
          await inBackground(() => handler(jobCatalogue[name].payload.parse(job.data), job.signal));
        } catch (error) {
          const fault = asFault(error);
          log.error({ err: error, job: name, reasonClass: fault.reasonClass }, 'a job failed');
          // The sweep finds this work again; tried by the queue as well, it would pile up at every wake-up.
          if (jobCatalogue[name].tryAgain === 'by the queue' && fault.retry) throw error;
        } finally {
          loops.ends(loopId);
        }
      });
    },
  );
  loops.add(loopId);
}

/** Ends the work of this process: running jobs get `timeoutMs`, then they are handed back for others. */
export async function stopQueue(timeoutMs = 10_000): Promise<void> {
  const working = once<Working | undefined>('working', () => undefined);
  forget('working');
  await working?.listening?.close();
  await working?.boss.stop({ graceful: true, close: true, timeout: timeoutMs });
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
