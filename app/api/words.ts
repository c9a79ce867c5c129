/** Words of the API that are lists. */
export const syncKinds = [
  'backfill',
  'incremental',
  'reprocess',
  'reconcile',
  'missing',
  'products',
  'customers',
  'import',
] as const;
export const syncStates = [
  'pending',
  'running',
  'paused',
  'cancelling',
  'cancelled',
  'completed',
  'completed_with_errors',
  'failed',
] as const;
