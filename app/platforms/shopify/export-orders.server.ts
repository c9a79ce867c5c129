import type { Exporting, PulledOrder } from '../platform';
import { joinedOrders } from './bulk-file.server';
import type { AdminClient } from './client.server';
import { FileGone } from './download.server';
import { operationsOf, planParts } from './export-operations.server';
import { fetchExtras, hasExtras } from './fetch-extras.server';
import { fetchOrders, fetchRefunds, pulled } from './fetch-orders.server';
import { bareId } from './gids';

/** The orders of a store that changed since then, or all, through bulk operations. */
export type ExportOptions = Exporting & { from: string | null };

/**
 * Begins or picks up an export, waits for its files and streams their orders; what a file cannot carry is read by id.
 * Orders that were kept before a crash are neither handed on nor asked about again.
 */
export async function* exportOrders(client: AdminClient, options: ExportOptions): AsyncIterable<PulledOrder[]> {
  const { from, partSize } = options;
  const parts = structuredClone(options.parts) ?? (await planParts(client, from, partSize));
  const note = () => options.progress(structuredClone(parts));
  const operations = operationsOf(client, from, parts, note);
  for (let ready = await operations.nextReady(); ready !== null; ready = await operations.nextReady()) {
    const { part, url, askedAt } = ready;
    try {
      for await (const heads of url === null ? [] : inPages(url, part.read)) {
        yield await completed(client, heads, askedAt);
        // Whoever asks for more has kept what came before.
        part.read += heads.length;
        await note();
      }
      part.isRead = true;
    } catch (error) {
      if (!(error instanceof FileGone) || !operations.mayBeginAnew(part)) throw error;
      // A job that was held for long: what it exported then is no longer there.
      part.operation = null;
    }
    await note();
  }
}

const pageSize = 200;

/** @param skip so many orders at the beginning of the file are left out: it always tells them in the same order */
async function* inPages(url: string, skip: number): AsyncIterable<Head[]> {
  let left = skip;
  let waiting: Head[] = [];
  for await (const bucket of joinedOrders(url)) {
    waiting.push(...bucket.slice(left).map(readHead));
    left = Math.max(0, left - bucket.length);
    for (; waiting.length >= pageSize; waiting = waiting.slice(pageSize)) yield waiting.slice(0, pageSize);
  }
  if (waiting.length > 0) yield waiting;
}

type Head = {
  id: string;
  updatedAt: string;
  body: string;
  hasRefunds: boolean;
  returnStatus: string;
  edited: boolean;
  /** shipped in more than one way, which the export cannot carry and no smaller question tells */
  isPartial: boolean;
};

function readHead(body: string): Head {
  const order = JSON.parse(body) as {
    id: string;
    updatedAt: string;
    refunds?: unknown[];
    shippingLine?: { discountedPriceSet: { shopMoney: { amount: string } } } | null;
    totalShippingPriceSet: { shopMoney: { amount: string } };
    returnStatus: string;
    edited: boolean;
  };
  const shown = order.shippingLine?.discountedPriceSet.shopMoney.amount ?? '0';
  return {
    id: order.id,
    updatedAt: order.updatedAt,
    body,
    hasRefunds: (order.refunds ?? []).length > 0,
    returnStatus: order.returnStatus,
    edited: order.edited,
    isPartial: Number(shown) !== Number(order.totalShippingPriceSet.shopMoney.amount),
  };
}

/**
 * Refunds get their lines, edited and returned orders their edits and returns; an order that changed since the export,
 * or has parts that it cannot carry, is read whole, which costs the rate limit the most.
 */
async function completed(client: AdminClient, heads: Head[], askedAt: string): Promise<PulledOrder[]> {
  const idsOf = (wanted: (head: Head) => boolean) => heads.filter(wanted).map((head) => bareId(head.id));
  const refunded = await fetchRefunds(
    client,
    idsOf((head) => head.hasRefunds && !head.isPartial),
  );
  const refunds = new Map(refunded.map((one) => [one.id, one]));
  const extras = await fetchExtras(
    client,
    heads.filter((head) => hasExtras(head) && !head.isPartial),
  );
  const whole: string[] = [];
  const orders = heads.flatMap((head) => {
    const parts = [
      ...(head.hasRefunds ? [refunds.get(head.id)] : []),
      ...(hasExtras(head) ? [extras.get(head.id)] : []),
    ];
    if (head.isPartial || parts.some((part) => part?.updatedAt !== head.updatedAt)) {
      whole.push(bareId(head.id));
      return [];
    }
    return [pulled(head, parts.length === 0 ? head.body : withParts(head.body, parts), askedAt)];
  });
  return [...orders, ...(whole.length > 0 ? await fetchOrders(client, whole) : [])];
}

/** A later name in JSON text would be a second one: what the export has of a part is replaced where it stands. */
function withParts(body: string, parts: (object | undefined)[]): string {
  return JSON.stringify(Object.assign(JSON.parse(body), ...parts));
}
