/** Words of the API that are lists. */
export const startableKinds = [
  'backfill',
  'incremental',
  'reprocess',
  'reconcile',
  'missing',
  'unsettled',
  'products',
  'customers',
  'inventory',
] as const;
/** An import runs at the command line. */
export const syncKinds = [...startableKinds, 'import'] as const;
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
