import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import type { StoreId } from '../domain/shared/ids';
import { pool } from './connection.server';
import { type Prisma, PrismaClient } from './generated/client';
import { forget, madeBefore, once } from './once.server';

export {
  type InStore,
  pool,
  type Role,
  type Sql,
  withSystem,
  withTenantSql,
  withTenantsInTurn,
} from './connection.server';

export type TenantPrisma = Prisma.TransactionClient;

function prisma(): PrismaClient {
  return once('prisma', () => new PrismaClient({ adapter: new PrismaPg(pool('tagalong_runtime')) }));
}

/**
 * Runs `work` in one transaction that sees only `storeId`, through Prisma. READ COMMITTED, which the
 * erasure trigger relies on.
 */
export function withTenant<T>(storeId: StoreId, work: (tx: TenantPrisma) => Promise<T>): Promise<T> {
  return prisma().$transaction(
    async (tx) => {
      await tx.$executeRaw`select set_config('app.store_id', ${storeId}, true)`;
      return work(tx);
    },
    { maxWait: 10_000, timeout: 60_000 },
  );
}

/** Closes every pool of this process. */
export async function closeDatabase(): Promise<void> {
  await madeBefore<PrismaClient>('prisma')?.$disconnect();
  forget('prisma');
  for (const role of ['tagalong_runtime', 'tagalong_system'] as const) {
    await madeBefore<pg.Pool>(`pool.${role}`)?.end();
    forget(`pool.${role}`);
  }
}
