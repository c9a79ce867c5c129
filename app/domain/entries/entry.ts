import type { StoreId } from '../shared/ids';

/** Entries of the inbox: what a platform told us or gave us, raw, kept before anything is made of it. */
export type EntrySource = 'webhook' | 'pull' | 'file';
export type EntryState = 'pending' | 'processed' | 'failed' | 'dead';

export type NewEntry = {
  storeId: StoreId;
  source: EntrySource;
  topic: string;
  /** the same key from the same source of the same store is the same entry */
  dedupeKey: string;
  eventId?: string | null;
  triggeredAt?: string | null;
  apiVersion?: string | null;
  requestId?: string | null;
  /** the sync job that brought it */
  jobId?: string | null;
  body: Buffer;
};

/** What the Sync page and the API show of an entry; the body stays apart. */
export type EntryView = {
  id: string;
  source: EntrySource;
  topic: string;
  objectId: string | null;
  state: EntryState;
  attempts: number;
  reasonClass: string | null;
  reason: string | null;
  receivedAt: Date;
  triggeredAt: Date | null;
  nextAttemptAt: Date | null;
  processedAt: Date | null;
  result: string | null;
};

export type EntryCounts = Record<EntryState, number>;
