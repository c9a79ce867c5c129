import { askToFulfilAll } from './addons/at-once-store.server';
import { countVisits } from './addons/experiments/count-visits.server';
import { askToGuardAll } from './addons/experiments/experiment-store.server';
import { guardExperiments } from './addons/experiments/guard.server';
import { forgetOldMarks } from './addons/experiments/seen-store.server';
import { fulfilAtOnce } from './addons/fulfil-at-once.server';
import { askToTendAll } from './addons/publication-store.server';
import { publishAddOn } from './addons/publish.server';
import { tendAddOns } from './addons/tend.server';
import { lookAtStores } from './alerts/look.server';
import { ConfigError, config } from './config/config.server';
import { closeDatabase } from './db/client.server';
import { refreshSegments } from './domain/customers/metrics-store.server';
import { relinkAddOns } from './domain/orders/relink-store.server';
import { settleStore } from './domain/orders/settle-store.server';
import { Fault } from './domain/shared/fault';
import { asStoreId, type PlatformName } from './domain/shared/ids';
import { stopReading } from './inbox/reader.server';
import type { JobPayload } from './jobs/catalogue';
import { enqueue, type Handlers, stopQueue, workOn } from './jobs/queue.server';
import { retryAfterRelease, sweep } from './jobs/sweep-store.server';
import { log } from './observability/log.server';
import type { OrderDialect, StoreApi } from './platforms/platform';
import { platformOf } from './platforms/registry.server';
import { keepPrivacyPromises } from './privacy/retention.server';
import { runPrivacyRequest } from './privacy/run-request.server';
import { resumeAuthorised } from './sync/authorisation-store.server';
import { askToKeepWebhooks, keepWebhooks } from './sync/keep-webhooks.server';
import { runSync } from './sync/run-sync.server';
import { startDueNightly, startDueSyncs } from './sync/schedule-store.server';
import { startSilentSyncs } from './sync/webhook-health-store.server';
import { welcome } from './sync/welcome.server';
import { findStore, type StoreRecord } from './tenancy/store.server';
import { announce, endGracefully } from './web/lifetime.server';
import { startWorkerHealth } from './web/worker-health.server';
import { countDays, drainStore } from './wiring.server';

/** The worker process: `tsx app/entry.worker.ts`. Stateless; run as many as you like. */

const handlers: Handlers = {
  drain: async ({ storeId }, signal) => {
    await drainStore(asStoreId(storeId), signal);
  },
  rollUp: async ({ storeId }) => {
    await countDays(asStoreId(storeId));
  },
  sync: runSyncJob,
  pass: runSyncJob,
  publish: async ({ storeId, addOnId }) => {
    await publishAddOn(asStoreId(storeId), addOnId, apiOf(storeId), relinkAddOns);
  },
  tendAddOns: async ({ storeId }) => {
    await forgetOldMarks(asStoreId(storeId));
    await tendAddOns(asStoreId(storeId), apiOf(storeId));
  },
  fulfil: async ({ storeId, platformOrderId }) => {
    await fulfilAtOnce(asStoreId(storeId), platformOrderId, apiOf(storeId));
  },
  guardExperiments: async ({ storeId }) => {
    await guardExperiments(asStoreId(storeId));
  },
  privacy: async ({ storeId, requestId }) => {
    await runPrivacyRequest(asStoreId(storeId), requestId);
  },
  welcome: async ({ storeId }) => {
    await welcome(asStoreId(storeId), apiOf(storeId));
    await countVisits(asStoreId(storeId), apiOf(storeId));
    // A store that comes back lost what the widget reads; writing the offers again harms nobody.
    await enqueue('publish', { storeId, addOnId: null });
  },
  keepWebhooks: async ({ storeId }) => {
    await keepWebhooks(asStoreId(storeId), apiOf(storeId));
  },
  settle: async ({ storeId }, signal) => {
    const settled = await settleStore(asStoreId(storeId), { signal });
    log.info({ settled }, 'settled the orders of a store for this release');
  },
  segments: async ({ storeId }) => {
    await refreshSegments(asStoreId(storeId));
  },
  alerts: async () => {
    const told = await lookAtStores();
    if (told > 0) log.info({ told }, 'told merchants of trouble, or that it is over');
  },
  sweep: async () => {
    const found = { ...(await sweep()), retried: await retryAfterRelease() };
    await askForAlerts();
    const syncs =
      (await resumeAuthorised()) + (await startDueSyncs()) + (await startSilentSyncs()) + (await startDueNightly());
    if (Object.values(found).some((n) => n > 0) || syncs > 0) log.debug({ ...found, due: syncs }, 'swept');
  },
};

async function runSyncJob({ storeId, jobId }: JobPayload<'sync'>, signal: AbortSignal): Promise<void> {
  const { platform, dialect } = await sourceOf(storeId);
  await runSync(asStoreId(storeId), jobId, apiOf(storeId), { platform, orders: dialect }, signal);
}

/** How many jobs of a kind one worker runs at once; of one store there is never more than one. */
const concurrency = {
  drain: 8,
  rollUp: 4,
  // They wait for platforms nearly all the time. Passes have places of their own: six histories are no reason to wait.
  sync: 6,
  pass: 6,
  publish: 2,
  tendAddOns: 2,
  fulfil: 4,
  guardExperiments: 1,
  privacy: 1,
  welcome: 1,
  keepWebhooks: 1,
  settle: 1,
  segments: 1,
  alerts: 1,
  sweep: 1,
};

/** What was lost on the way (a wake-up, a worker that died) is found after this long at most. */
const sweepEveryMs = 25_000;

/** A sweep asks for alerts once in so long. A job of their own: mail servers and webhooks may take their time. */
const alertsEveryMs = 60_000;
let alertsAt = 0;

async function askForAlerts(): Promise<void> {
  if (Date.now() - alertsAt < alertsEveryMs) return;
  alertsAt = Date.now();
  await enqueue('alerts', {});
}

/** How often old exports are dropped and unfinished privacy requests taken up again. */
const retentionEveryMs = 3_600_000;

function apiOf(storeId: string): () => Promise<StoreApi> {
  return async () => {
    const store = await storeOf(storeId);
    if (store.state === 'uninstalled') throw notConnected();
    return platformOf(store.platform).api(store.id);
  };
}

async function sourceOf(storeId: string): Promise<{ platform: PlatformName; dialect: OrderDialect }> {
  const { platform } = await storeOf(storeId);
  return { platform, dialect: platformOf(platform).orders };
}

async function storeOf(storeId: string): Promise<StoreRecord> {
  const store = await findStore(asStoreId(storeId));
  if (!store) throw notConnected();
  return store;
}

function notConnected(): Fault {
  const publicMessage = 'This store is not connected any more.';
  return new Fault({ reasonClass: 'unknown-store', retry: false, publicMessage });
}

async function main(): Promise<void> {
  log.level = config().log.level;
  const { workerPort } = config().web;
  const health = workerPort === undefined ? null : await startWorkerHealth(workerPort);
  await workOn(handlers, { concurrency });
  const askForSweep = () => enqueue('sweep', {}).catch((err) => log.warn({ err }, 'could not ask for a sweep'));
  const timer = setInterval(askForSweep, sweepEveryMs);
  void askForSweep();
  const keepPromises = () =>
    keepPrivacyPromises().catch((err) => log.warn({ err }, 'could not look after privacy requests'));
  const retention = setInterval(keepPromises, retentionEveryMs);
  void keepPromises();
  // What others change of our products is told by webhooks; what those do not tell, and whether they still come, is looked for.
  const lookAfter = () =>
    Promise.all([askToTendAll(), askToGuardAll(), askToFulfilAll(), askToKeepWebhooks()]).catch((err) =>
      log.warn({ err }, 'could not look after what others change'),
    );
  const tending = setInterval(lookAfter, retentionEveryMs);
  void lookAfter();
  endGracefully(async () => {
    clearInterval(timer);
    clearInterval(retention);
    clearInterval(tending);
    await stopQueue();
    await stopReading();
    await health?.stop();
    await closeDatabase();
  });
  announce({ worker: process.pid, ...(health ? { port: health.port } : {}) });
}

main().catch((error) => {
  // Before the log stands, and for the person at the keyboard.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
