import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { withTenantSql } from './client.server';

/** Work that asks a platform, of which one store does one at a time; `busy` is what somebody is told who waited in vain. */
export type Turn = { name: string; busy: string };

/**
 * Does work of this kind of a store while nobody else does. The lock lives as long as its transaction: it cannot outlive a
 * killed worker.
 * @throws {Fault} `conflict`, to be retried, when another one runs for longer than `patienceMs`
 */
export async function oneAtATime<T>(
  storeId: StoreId,
  { name, busy }: Turn,
  work: () => Promise<T>,
  patienceMs = 30_000,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    // Waiting happens outside the transaction, so that those who wait hold no connection.
    const turn = await withTenantSql(storeId, async (sql) => {
      const [lock] = await sql<{ got: boolean }>(`select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as got`, [
        `${name} ${storeId}`,
      ]);
      return lock?.got ? { result: await work() } : undefined;
    });
    if (turn) return turn.result;
    if (Date.now() > until) throw new Fault({ reasonClass: 'conflict', retry: true, publicMessage: busy });
    await wait(250);
  }
}
