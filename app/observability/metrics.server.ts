import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What /metrics shows. Names follow Prometheus habits: unit last, counters end in _total. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const webhookDeliveries = new Counter({
  name: 'tagalong_webhook_deliveries_total',
  help: 'Deliveries at the webhook doors by ending: kept, forged, too_large, malformed, unavailable.',
  labelNames: ['platform', 'ending'],
  registers: [metrics],
});

export const seenMessages = new Counter({
  name: 'tagalong_seen_messages_total',
  help: 'What browsers told of add-ons that were seen, by way (proxy, pixel) and ending: kept, malformed, no_consent, no_store, too_many, failed.',
  labelNames: ['way', 'ending'],
  registers: [metrics],
});

export const webhookSeconds = new Histogram({
  name: 'tagalong_webhook_seconds',
  help: 'Time from the last byte of a delivery to the answer.',
  labelNames: ['platform'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
  registers: [metrics],
});

export const inboxEntries = new Counter({
  name: 'tagalong_inbox_entries_total',
  help: 'Inbox entries by how the drain ended them: processed, failed, dead.',
  labelNames: ['ending'],
  registers: [metrics],
});

export const inboxPending = new Gauge({
  name: 'tagalong_inbox_pending',
  help: 'Entries that wait to be drained, over all stores, as last counted.',
  registers: [metrics],
});

export const ordersSaved = new Counter({
  name: 'tagalong_orders_saved_total',
  help: 'Orders the writer ended, by result: created, updated, unchanged, stale.',
  labelNames: ['result'],
  registers: [metrics],
});

export const rollUpSeconds = new Histogram({
  name: 'tagalong_roll_up_seconds',
  help: 'Time to recompute the touched days of one store.',
  buckets: [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5],
  registers: [metrics],
});

export const platformCalls = new Counter({
  name: 'tagalong_platform_calls_total',
  help: 'Calls to a platform by ending: ok, throttled, refused, failed.',
  labelNames: ['platform', 'ending'],
  registers: [metrics],
});

export const cacheAnswers = new Counter({
  name: 'tagalong_cache_answers_total',
  help: 'Questions to the cache by answer: hit, miss, trouble.',
  labelNames: ['answer'],
  registers: [metrics],
});

export const alertsTold = new Counter({
  name: 'tagalong_alerts_told_total',
  help: 'Alerts sent to merchants, by way (email, webhook) and ending (sent, failed).',
  labelNames: ['way', 'ending'],
  registers: [metrics],
});

export const oldestPending = new Gauge({
  name: 'tagalong_inbox_oldest_pending_seconds',
  help: 'Age of the oldest entry that waits and was not tried, over all stores.',
  registers: [metrics],
});

export const deadEntries = new Gauge({
  name: 'tagalong_inbox_dead',
  help: 'Entries that need a person, over all stores.',
  registers: [metrics],
});

export const staleStores = new Gauge({
  name: 'tagalong_sync_stale_stores',
  help: 'Connected stores whose last completed sync is older than three of their intervals.',
  registers: [metrics],
});

export const parityDifferences = new Gauge({
  name: 'tagalong_parity_differences',
  help: 'Orders that the last proofs found to differ from the platform and that nobody mended.',
  registers: [metrics],
});

export const syncJobsNow = new Gauge({
  name: 'tagalong_sync_jobs',
  help: 'Sync jobs on their way, and those that ended within the last hour, by kind and state.',
  labelNames: ['kind', 'state'],
  registers: [metrics],
});

export const governorWaitSeconds = new Histogram({
  name: 'tagalong_governor_wait_seconds',
  help: 'How long a call waited for its points, by who waits: interactive, background.',
  labelNames: ['platform', 'urgency'],
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
  registers: [metrics],
});

export const governorPoints = new Counter({
  name: 'tagalong_governor_points_total',
  help: 'Points of the platforms’ rate limits that our calls used.',
  labelNames: ['platform', 'urgency'],
  registers: [metrics],
});
