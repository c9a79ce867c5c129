/** A sync job as pages and the API show it. */
/** An import is run by the command line, the others by a worker. */
export type SyncKind =
  | 'backfill'
  | 'incremental'
  | 'reprocess'
  | 'reconcile'
  | 'missing'
  | 'unsettled'
  | 'products'
  | 'customers'
  | 'inventory'
  | 'import';
export type SyncState =
  | 'pending'
  | 'running'
  | 'paused'
  | 'cancelling'
  | 'cancelled'
  | 'completed'
  | 'completed_with_errors'
  | 'failed';

export type SyncJobRow = {
  id: string;
  kind: SyncKind;
  state: SyncState;
  trigger: string;
  params: Record<string, unknown>;
  total: number | null;
  processed: number;
  created: number;
  updated: number;
  unchanged: number;
  failed: number;
  error: string | null;
  /** paused by itself, until the merchant opens the app and gives its permission anew */
  waitsForPermission: boolean;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
};

export type SyncJobView = SyncJobRow & {
  /** orders ended per second since the job started; null before the first */
  ratePerSecond: number | null;
  /** at that rate; null when nobody can know, 0 when it is over */
  secondsLeft: number | null;
};

/** Adds what follows from the counters: rate and time left. */
export function viewOf(row: SyncJobRow, now: Date): SyncJobView {
  const over = row.finishedAt !== null;
  const seconds = row.startedAt ? ((row.finishedAt ?? now).getTime() - row.startedAt.getTime()) / 1000 : 0;
  const ratePerSecond = row.processed > 0 && seconds > 0 ? row.processed / seconds : null;
  const left = row.total === null ? null : Math.max(0, row.total - row.processed);
  const secondsLeft = over ? 0 : left !== null && ratePerSecond !== null ? Math.ceil(left / ratePerSecond) : null;
  return { ...row, ratePerSecond, secondsLeft };
}
