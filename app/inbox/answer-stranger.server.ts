import type { Sql } from '../db/client.server';
import { type StoreId, storeIdOf } from '../domain/shared/ids';
import { webhookPlatforms } from '../platforms/registry.server';
import { type Ending, endingOf, isTransient, unknownStore } from './ending';
import { dropBody, type Entry, inSavepoint } from './inbox-store.server';
import type { DrainPorts } from './ports';
import { readEntry } from './read-entry';

/**
 * Ends an entry of a store that nobody installed. Orders wait for the installation; what asks for privacy does
 * not: it may name people, and a store that never comes would leave it lying here for ever. An erasure is
 * carried out on whatever already waits in the inbox; for a farewell or an export there is nobody to serve.
 */
export async function answerStranger(sql: Sql, storeId: StoreId, entry: Entry, ports: DrainPorts): Promise<Ending> {
  for (const platform of webhookPlatforms()) {
    const read = readEntry(ports.platformOf(platform).orders, entry);
    if (!('meaning' in read) || !('storeDomain' in read.meaning) || read.meaning.storeDomain === null) continue;
    // The header that named the store is unsigned: the body has to name the same one.
    if (storeIdOf(platform, read.meaning.storeDomain) !== storeId) continue;
    const { meaning } = read;
    try {
      await inSavepoint(sql, async () => {
        if (meaning.kind === 'privacy-redact-store' || meaning.kind === 'privacy-redact-customer') {
          await ports.onPrivacy(sql, storeId, meaning);
        }
        await dropBody(sql, storeId, entry);
      });
    } catch (error) {
      if (isTransient(error)) throw error;
      return endingOf(error, entry.attempts + 1, null);
    }
    return { state: 'processed', result: meaning.kind === 'uninstalled' ? 'ignored' : 'privacy', objectId: null };
  }
  return unknownStore(entry.attempts + 1);
}
