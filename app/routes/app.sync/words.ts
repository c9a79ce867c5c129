import type { PersonMove } from '~/sync/job-moves';
import { count, duration } from '~/ui/format';

/** What the Sync page says about runs and entries. */

const kinds: Record<string, string> = {
  backfill: 'Full history',
  incremental: 'Recent changes',
  reprocess: 'Process again',
  import: 'Import of a file',
  reconcile: 'Compare and repair',
  missing: 'Complete orders',
  unsettled: 'Check open orders',
  products: 'Products',
  customers: 'Customers',
  inventory: 'Stock',
};

export function syncKindName(kind: string): string {
  return kinds[kind] ?? kind;
}

/** What a run reads. */
const things: Record<string, string> = { products: 'products', customers: 'customers', inventory: 'variants' };

export function thingsOf(kind: string): string {
  return things[kind] ?? 'orders';
}

type Results = { kind: string; created: number; updated: number; unchanged: number; failed: number };

/** What came of a run, "600 new, 2 failed"; empty when nothing did. */
export function resultWords(run: Results): string {
  const isProof = run.kind === 'reconcile';
  const parts: [number, string][] = [
    [run.created, 'new'],
    [run.updated, isProof ? 'mended' : 'updated'],
    // Of what is no order nobody counts how much of it was new.
    [run.unchanged, isProof ? 'equal' : run.kind in things ? 'read' : 'unchanged'],
    [run.failed, isProof ? 'different' : 'failed'],
  ];
  return parts
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${count(n)} ${word}`)
    .join(', ');
}

/** What is said after a person moved a run. */
export const moveWords: Record<PersonMove, string> = {
  pause: 'Paused; what was read is still saved',
  resume: 'Goes on where it stopped',
  cancel: 'Stopping; what it brought stays',
  retry: 'Trying again',
};

/** When a sync cannot be started now. */
export function waitWords(asked: { outcome: string; waitSeconds?: number }): string {
  if (asked.waitSeconds === undefined) return 'Nothing to fetch now';
  return `Ten syncs were started in five minutes. Try again in ${duration(asked.waitSeconds)}`;
}

const cures: Record<string, string> = {
  malformed: 'The platform sent something we could not read. Trying again helps once we have fixed it.',
  throttled: 'The platform asked us to slow down. It is tried again by itself.',
  'platform-unavailable': 'The platform did not answer. It is tried again by itself.',
  'platform-refused': 'The platform refused the request. Check that Tagalong still has access to your store.',
  unauthorized: 'Tagalong has lost access to your store. Open the app from your store’s apps, then retry.',
  'unknown-store': 'The store was not connected when this arrived. Retry now that it is.',
  bug: 'A fault of ours. It is tried again by itself; retry it after an update.',
};

const reasons: Record<string, string> = {
  malformed: 'Could not be read',
  throttled: 'Asked to slow down',
  'platform-unavailable': 'The platform did not answer',
  'platform-refused': 'The platform refused',
  unauthorized: 'No access to the store',
  'unknown-store': 'The store was not connected',
  bug: 'A fault of ours',
};

/** A reason in a few words. */
export function reasonName(reasonClass: string | null): string {
  return reasons[reasonClass ?? ''] ?? reasonClass ?? 'No reason was given';
}

/** What a merchant can do about an entry that failed for this reason. */
export function cureFor(reasonClass: string | null): string {
  return cures[reasonClass ?? ''] ?? 'Retry it. If it fails again, tell support its number.';
}

export type Run = { state: string; total: number | null; processed: number };

/** How far a run is, 0 to 100; null when nobody knows how much there is. */
export function progressOf({ state, total, processed }: Run): number | null {
  if (state === 'completed' || state === 'completed_with_errors') return 100;
  if (total === null || total === 0) return null;
  return Math.min(100, Math.floor((processed / total) * 100));
}

const ended = new Set(['completed', 'completed_with_errors', 'failed', 'cancelled']);

/** True while a run may still change. */
export function isGoing(state: string): boolean {
  return !ended.has(state);
}
