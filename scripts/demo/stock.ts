import { createAddOn } from '../../app/addons/add-on-store.server';
import { withTenantSql } from '../../app/db/client.server';
import type { StoreId } from '../../app/domain/shared/ids';
import { startSync } from '../../app/sync/jobs-store.server';

type Say = (line: string) => void;

/** The add-ons of the demo store, made through the same function as the admin page's form. */
const addOns = [
  {
    title: 'Two-year protection plan',
    kind: 'warranty',
    price: '14.90',
    description: 'Repairs and replacement for two years, from the day of delivery.',
    terms:
      'Covers defects and accidental damage. Wear and loss are not covered. Cancel within 30 days for a full refund.',
  },
  {
    title: 'Gift wrap',
    kind: 'gift_wrap',
    price: '4.50',
    description: 'Recycled paper, a ribbon, and no price on the slip.',
    terms: 'One wrap per item. Your note goes on the card.',
  },
  {
    title: 'Shipping protection',
    kind: 'shipping_protection',
    price: '2.25',
    description: 'A new one at once when a parcel is lost, stolen or broken.',
    terms: 'Report within 14 days of the promised delivery day.',
  },
] as const;

/** Creates and publishes the demo's add-ons; resolves with the platform variants that sell them. */
export async function publishAddOns(storeId: StoreId, currency: string, say: Say): Promise<string[]> {
  const known = await addOnVariants(storeId);
  if (known.length >= addOns.length) return known;
  for (const addOn of addOns) {
    await createAddOn(storeId, {
      ...addOn,
      currency,
      state: 'active',
      targets: { all: true, productIds: [], collectionIds: [] },
    });
  }
  say('Publishing three add-ons to the store ...');
  return until('the add-ons are published', 60, async () => {
    const variants = await addOnVariants(storeId);
    return variants.length >= addOns.length ? variants : undefined;
  });
}

export async function addOnVariants(storeId: StoreId): Promise<string[]> {
  const rows = await withTenantSql(storeId, (sql) =>
    sql<{ id: string }>(`select platform_variant_id as id from add_on_variant where retired_at is null order by 1`),
  );
  return rows.map((row) => row.id);
}

/** Reads the store's whole history through the app's own backfill; says how far it is. */
export async function backfill(storeId: StoreId, say: Say): Promise<number> {
  // The installation's own backfill may have begun before the store had a history, and would be answered instead.
  await until('an earlier history is read', 120, async () => {
    const going = await withTenantSql(storeId, (sql) =>
      sql(`select from sync_job where kind = 'backfill' and state in ('pending', 'running', 'cancelling')`),
    );
    return going.length === 0 ? true : undefined;
  });
  const { jobId } = await startSync(storeId, { kind: 'backfill', trigger: 'install' });
  let said = -1;
  return until('the history is read', 900, async () => {
    const [job] = await withTenantSql(storeId, (sql) =>
      sql<{
        state: string;
        processed: number;
        total: number | null;
        error: string | null;
        waiting: number;
        marks: number;
      }>(
        `select state, processed, total, error,
           (select count(*)::int from inbox_entry where state in ('pending', 'failed')) as waiting,
           (select count(*)::int from change_mark) as marks
         from sync_job where id = $1`,
        [jobId],
      ),
    );
    if (!job) return undefined;
    if (job.state === 'failed') throw new Error(`The backfill failed: ${job.error}`);
    const percent = job.total ? Math.min(100, Math.floor((100 * job.processed) / job.total)) : 0;
    if (percent >= said + 20) {
      said = percent;
      say(`Reading the order history: ${job.processed} of ${job.total ?? '?'} ...`);
    }
    return job.state.startsWith('completed') && job.waiting === 0 && job.marks === 0 ? job.processed : undefined;
  });
}

/** Asks every 200 ms until there is an answer. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; ) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`Waited ${seconds} s, but ${what} did not come true. The logs are in the data folder.`);
}
