import { writeJson } from '../../practice/shopify/payloads/json';
import { orderPayload } from '../../practice/shopify/payloads/order';
import type { Practice } from '../../practice/shopify/server';
import { makeHistory } from '../../practice/shopify/stock/make-history';
import { stockStore } from '../../practice/shopify/stock/stock-store';

/** One order as both dialects of the platform tell it. */
export type ToldTwice = {
  /** the body of a webhook */
  rest: string;
  /** what the queries answer, each given by its text */
  answers: unknown[];
};

let stores = 0;

/** A new store's generated history, every order told by webhook and by these queries of `$ids`. */
export async function toldTwice(
  practice: Practice,
  history: { currency: string; seed: number; orders: number },
  queries: string[],
): Promise<ToldTwice[]> {
  stores += 1;
  const domain = `generated-${stores}.myshopify.com`;
  const { currency, seed, orders } = history;
  practice.platform.openStore({ domain, currency, timeZone: 'Europe/Berlin' });
  await practice.world.quietly(domain, async () => {
    await stockStore(practice.world, domain, { size: 'small', seed });
    await makeHistory(practice.world, domain, { size: 'small', seed, addOnVariantIds: [], orders });
  });
  const room = practice.platform.room(domain);
  if (!room) throw new Error('the store is closed');
  const ask = async (query: string, id: string): Promise<unknown> => {
    const ids = [`gid://shopify/Order/${id}`];
    const { data, errors } = await practice.world.execute(domain, query, { ids });
    if (errors?.length) throw new Error(errors[0]?.message);
    return data.nodes[0];
  };
  return Promise.all(
    room
      .shelf('order')
      .all()
      .map(async (doc) => ({
        rest: writeJson(orderPayload(room, doc)),
        answers: await Promise.all(queries.map((query) => ask(query, doc.id))),
      })),
  );
}
