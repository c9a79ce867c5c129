import { createHmac, randomUUID } from 'node:crypto';
import type { Shelf } from './ledger';

/** One webhook on its way, and what became of it. */
export type Delivery = {
  id: string;
  store: string;
  topic: string;
  url: string;
  triggeredAt: string;
  body: string;
  /** ends with the last try in vain; null for one that stays */
  subscriptionId: string | null;
  /** null: any moment now */
  nextAttemptAt: string | null;
  state: 'waiting' | 'delivered' | 'failed' | 'lost';
  attempts: { at: string; status: number | null; error: string | null; tookMs: number }[];
};
export type Told<D extends Delivery> = Omit<D, 'id' | 'nextAttemptAt' | 'state' | 'attempts'>;

/** What may go wrong with deliveries of any platform. */
export type DeliveryFaults = {
  /** nothing is sent while true; what happens meanwhile is sent afterwards */
  paused: boolean;
  /** multiplies the waits between tries: 0.001 makes four hours fifteen seconds */
  retryScale: number;
  /** chance from 0 to 1 that a delivery goes out twice */
  duplicate: number;
  /** chance that a delivery never goes out */
  lose?: number;
  /** every delivery waits this long */
  delayMs?: number;
  /** every delivery waits a random time up to this, so that their order is lost */
  disorderMs?: number;
};

export type Deliveries<D extends Delivery> = {
  queue(told: Told<D>): void;
  /** the newest first */
  deliveries(filter?: { store?: string; topic?: string; state?: string; limit?: number }): D[];
  counts(): Record<Delivery['state'], number>;
  /** makes waiting or failed deliveries due at once; with resend, delivered ones too */
  retry(ids: string[] | 'all', resend?: boolean): number;
  /** looks at once which deliveries are due: after the clock was set */
  wake(): void;
  stop(): Promise<void>;
};

const timeLimitMs = 5_000;
const atOnce = 24;
/** so many deliveries are remembered; those that still wait are never forgotten */
const kept = 2_000;

/** Delivers webhooks as platforms do: the same bytes and headers again and again, a time limit, waits between the tries. */
export function createDeliveries<D extends Delivery>(options: {
  shelf: Shelf<D>;
  /** asked each time: somebody may put others in their place */
  faults: () => DeliveryFaults;
  now: () => Date;
  /** the waits between tries: one more try than there are waits */
  retryDelaysMs: readonly number[];
  headersOf: (delivery: D) => Record<string, string>;
  dropSubscription: (store: string, id: string) => void;
}): Deliveries<D> {
  const { shelf, faults, now } = options;
  const known = shelf.all().sort((a, b) => (a.triggeredAt < b.triggeredAt ? -1 : 1));
  const order = known.map((one) => one.id);
  const waiting = new Map(known.flatMap((one) => (one.state === 'waiting' ? [[one.id, one] as const] : [])));
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const send = async (delivery: D): Promise<void> => {
    const started = performance.now();
    const attempt: Delivery['attempts'][number] = { at: now().toISOString(), status: null, error: null, tookMs: 0 };
    try {
      const response = await fetch(delivery.url, {
        method: 'POST',
        redirect: 'manual',
        headers: options.headersOf(delivery),
        body: delivery.body,
        signal: AbortSignal.any([AbortSignal.timeout(timeLimitMs), stopping.signal]),
      });
      attempt.status = response.status;
      await response.arrayBuffer();
    } catch (error) {
      attempt.error = wordsOf(error);
    }
    // cut short by our own end: it waits for the next start
    if (stopping.signal.aborted && attempt.status === null) return;
    attempt.tookMs = Math.round(performance.now() - started);
    delivery.attempts.push(attempt);
    const isFine = attempt.status !== null && attempt.status >= 200 && attempt.status < 300;
    const delay = options.retryDelaysMs[delivery.attempts.length - 1];
    if (isFine) delivery.state = 'delivered';
    else if (delay === undefined) delivery.state = 'failed';
    else delivery.nextAttemptAt = new Date(now().getTime() + delay * faults().retryScale).toISOString();
    if (delivery.state !== 'waiting') waiting.delete(delivery.id);
    if (delivery.state === 'failed' && delivery.subscriptionId !== null)
      options.dropSubscription(delivery.store, delivery.subscriptionId);
    // a delivery pruned meanwhile stays pruned
    if (shelf.get(delivery.id) !== null) shelf.put(delivery);
  };

  const turn = () => {
    if (stopping.signal.aborted || faults().paused) return;
    const time = now().toISOString();
    for (const delivery of waiting.values()) {
      if (running.size >= atOnce) return;
      if (running.has(delivery.id)) continue;
      if (delivery.nextAttemptAt !== null && delivery.nextAttemptAt > time) continue;
      const done = send(delivery).finally(() => {
        running.delete(delivery.id);
        turn();
      });
      running.set(delivery.id, done);
    }
  };
  const timer = setInterval(turn, 200);
  timer.unref();

  const forgetOld = () => {
    while (order.length > kept) {
      const at = order.findIndex((one) => !waiting.has(one));
      if (at === -1) break;
      for (const old of order.splice(at, 1)) shelf.remove(old);
    }
  };

  return {
    queue: (told) => {
      const { duplicate, lose = 0, delayMs = 0, disorderMs = 0 } = faults();
      const id = randomUUID();
      const isLost = Math.random() < lose;
      // a doubled delivery is the same delivery again
      for (const copy of Math.random() < duplicate ? [id, `${id}+1`] : [id]) {
        const wait = delayMs + Math.random() * disorderMs;
        const nextAttemptAt = wait > 0 ? new Date(now().getTime() + wait).toISOString() : null;
        const state: Delivery['state'] = isLost ? 'lost' : 'waiting';
        const delivery = { ...told, id: copy, nextAttemptAt, state, attempts: [] } as unknown as D;
        shelf.put(delivery);
        order.push(copy);
        if (!isLost) waiting.set(copy, delivery);
      }
      forgetOld();
      setImmediate(turn);
    },
    deliveries: ({ store, topic, state, limit = kept } = {}) => {
      const found: D[] = [];
      for (let at = order.length - 1; at >= 0 && found.length < limit; at -= 1) {
        const one = shelf.get(order[at] ?? '');
        if (one === null) continue;
        if (store !== undefined && one.store !== store) continue;
        if (topic !== undefined && one.topic !== topic) continue;
        if (state !== undefined && one.state !== state) continue;
        found.push(one);
      }
      return found;
    },
    counts: () => {
      const counts = { waiting: 0, delivered: 0, failed: 0, lost: 0 };
      for (const one of shelf.all()) counts[one.state] += 1;
      return counts;
    },
    retry: (ids, resend = false) => {
      const all = ids === 'all' ? shelf.all() : ids.flatMap((id) => shelf.get(id) ?? []);
      const again = all.filter((one) => resend || one.state !== 'delivered');
      for (const one of again) {
        one.state = 'waiting';
        one.nextAttemptAt = null;
        shelf.put(one);
        waiting.set(one.id, one);
      }
      setImmediate(turn);
      return again.length;
    },
    wake: () => setImmediate(turn),
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await Promise.all(running.values());
    },
  };
}

/** What a delivery is called in its headers: both copies of a doubled one by the same name. */
export function nameOf(delivery: Delivery): string {
  return delivery.id.split('+')[0] ?? delivery.id;
}

/** How both platforms sign a body: base64 of its HMAC-SHA256. */
export function bodySignature(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body, 'utf8').digest('base64');
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return error.cause instanceof Error ? error.cause.message : error.message;
}
