import { createHmac } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { type StoreId, storeIdOf } from '../../app/domain/shared/ids';

/** A thousand stores, their signed orders at the door, and when each is in its store's figures. */
export const secret = 'bench-secret-0123456789';
export const storeCount = 1000;
export const domainOf = (n: number) => `fleet${n}.myshopify.com`;
export const fleetStore = (n: number): StoreId => storeIdOf('shopify', domainOf(n));
/** The one with the backlog. */
export const bigStore = fleetStore(0);

export async function openStores(admin: pg.Client): Promise<void> {
  const numbers = Array.from({ length: storeCount }, (_, n) => n);
  await admin.query(
    `insert into store (id, platform, domain, currency, time_zone, sync_enabled)
     select id, 'shopify', domain, 'CAD', 'America/Toronto', false from unnest($1::uuid[], $2::text[]) as x(id, domain)`,
    [numbers.map(fleetStore), numbers.map(domainOf)],
  );
}

const firstOrder = 8_600_000_000_000;
let nextOrder = firstOrder;
/** After so many orders come other customers: with 400 templates each buys three times or so. */
const ordersOfCustomers = 1200;

/** The same life under a number that no order has, of a customer who has not bought often. */
export function asNewOrder({ id, customerId, body }: Template): string {
  const generation = Math.floor((nextOrder - firstOrder) / ordersOfCustomers);
  const renamed = body
    .replaceAll(id, String(nextOrder++))
    .replaceAll('@example.com', `.${generation}@example.com`)
    .replaceAll(/(?<="phone":"\+?\d{5,})\d{4}(?=")/g, (end) =>
      String((Number(end) + generation) % 10_000).padStart(4, '0'),
    );
  return customerId === null
    ? renamed
    : renamed.replaceAll(customerId, String(Number(customerId) + generation * 1_000_000));
}
export type Template = { id: string; customerId: string | null; body: string };

/**
 * Sends orders of all stores but the big one through the door, at an even pace, and waits until all are counted.
 * @returns seconds from each event to its figure, and how many were refused
 */
export async function fleetLoad(
  { url, admin, templates, perMinute, seconds }: Load,
  meanwhile: () => Promise<void> = async () => {},
): Promise<number[]> {
  const sentAt = new Map<StoreId, number[]>();
  const before = await countsOf(admin);
  const took: number[] = [];
  let sent = 0;
  let isSending = true;
  const other = meanwhile();
  const sending = (async () => {
    const begun = performance.now();
    const count = Math.round((perMinute / 60) * seconds);
    const replies: Promise<void>[] = [];
    for (; sent < count; sent++) {
      await wait(Math.max(0, begun + (sent * 60_000) / perMinute - performance.now()));
      const store = 1 + ((sent * 7) % (storeCount - 1));
      const body = asNewOrder(templates[sent % templates.length] as Template);
      const times = sentAt.get(fleetStore(store)) ?? [];
      sentAt.set(fleetStore(store), times);
      times.push(performance.now());
      replies.push(deliver(url, store, body));
    }
    await Promise.all(replies);
    isSending = false;
  })();
  sending.catch(() => {
    isSending = false;
  });
  while (isSending || took.length < sent) {
    await wait(100);
    const now = performance.now();
    const counts = await countsOf(admin);
    for (const [store, times] of sentAt) {
      const done = (counts.get(store) ?? 0) - (before.get(store) ?? 0);
      // Counted in the order in which they were sent; `times` holds those that are not counted yet.
      const known = told.get(store) ?? 0;
      for (let n = known; n < done; n++) {
        const at = times.shift();
        if (at !== undefined) took.push((now - at) / 1000);
      }
      told.set(store, Math.max(known, done));
    }
    if (!isSending && performance.now() - now > 120_000) throw new Error('orders were not counted within two minutes');
  }
  told.clear();
  await Promise.all([sending, other]);
  return took.sort((a, b) => a - b);
}
const told = new Map<StoreId, number>();

export type Load = { url: string; admin: pg.Client; templates: Template[]; perMinute: number; seconds: number };

async function deliver(url: string, store: number, body: string): Promise<void> {
  const id = `fleet-${nextOrder}-${Math.random()}`;
  const reply = await fetch(`${url}/webhooks/shopify`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': domainOf(store),
      'x-shopify-api-version': '2026-10',
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-webhook-id': id,
      'x-shopify-event-id': id,
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
  });
  await reply.arrayBuffer();
  if (reply.status !== 200) throw new Error(`the door answered ${reply.status}`);
}

async function countsOf(admin: pg.Client): Promise<Map<StoreId, number>> {
  const { rows } = await admin.query<{ id: StoreId; n: number }>(
    `select store_id as id, sum(orders)::int as n from store_day where store_id <> $1 group by store_id`,
    [bigStore],
  );
  return new Map(rows.map(({ id, n }) => [id, n]));
}

/** The value below which this share of sorted figures lies. */
export function percentile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
