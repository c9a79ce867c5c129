import { PrismaPg } from '@prisma/adapter-pg';
import { Prisma, PrismaClient } from '../../app/db/generated/client';
import type { ReadyRows, Row, TableShape } from './writer-rows';

/**
 * What an app of the usual kind does: one transaction per order, in it an upsert of the order and of each thing that
 * hangs on it, through Prisma, eight orders at a time. (Without the merging, figures and marks that ours does.)
 */
export function prismaWriter(url: string, storeId: string) {
  // The guards of personal data ask which store it is; an app of the usual kind would have none, so tell them once.
  const adapter = new PrismaPg({ connectionString: url, max: 8, options: `-c app.store_id=${storeId}` });
  const prisma = new PrismaClient({ adapter });
  return {
    stop: () => prisma.$disconnect(),
    async write(orders: ReadyRows[]): Promise<void> {
      let next = 0;
      const work = async () => {
        for (let order = orders[next++]; order; order = orders[next++]) await upsertOrder(prisma, order);
      };
      await Promise.all(Array.from({ length: 8 }, work));
    },
  };
}

type Delegate = { upsert(args: { where: object; create: object; update: object }): Promise<unknown> };

async function upsertOrder(prisma: PrismaClient, order: ReadyRows): Promise<void> {
  await prisma.$transaction(
    async (tx) => {
      for (const { table, rows } of order) {
        const delegate = (tx as unknown as Record<string, Delegate>)[delegateOf(table.name)] as Delegate;
        for (const row of rows) {
          const data = fieldsOf(table, row);
          const key = table.key.map(camel);
          const where = { [key.join('_')]: Object.fromEntries(key.map((name) => [name, data[name]])) };
          await delegate.upsert({ where, create: data, update: data });
        }
      }
    },
    { timeout: 60_000, maxWait: 60_000 },
  );
}

function delegateOf(table: string): string {
  return table === 'orders' ? 'order' : camel(table);
}

function fieldsOf(table: TableShape, row: Row): Record<string, unknown> {
  return Object.fromEntries(
    table.columns.map(({ name, type }) => {
      const value = row[name];
      return [camel(name), value === null && type === 'jsonb' ? Prisma.DbNull : value];
    }),
  );
}

function camel(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
