import { contentKey } from '../content-key.server';
import type { PulledThing } from '../platform';
import type { AdminClient } from './client.server';
import { MoreLevels, PageOfStock, type PageOfStockResult } from './generated/operations';
import { bareId } from './gids';
import { readToEnd } from './pages.server';
import { asPlatformTime } from './platform-clock.server';

const variantsAtOnce = 40;

/** The levels of every variant's item, those of items at many places read to their end. */
export async function* pullStock(client: AdminClient): AsyncIterable<PulledThing[]> {
  for (let after: string | null = null; ; ) {
    const began = Date.now();
    const page: PageOfStockResult['productVariants'] = (await client.run(PageOfStock, { first: variantsAtOnce, after }))
      .productVariants;
    const askedAt = asPlatformTime(began);
    for (const { inventoryItem } of page.nodes) {
      const { id } = inventoryItem;
      await readToEnd(
        inventoryItem.inventoryLevels,
        async (next) => (await client.run(MoreLevels, { id, after: next })).inventoryItem?.inventoryLevels,
      );
    }
    yield page.nodes.map((variant) => {
      const body = JSON.stringify(variant);
      return { topic: 'stock:pulled', key: `stock of ${bareId(variant.id)}#${contentKey(body)}`, body, askedAt };
    });
    if (!page.pageInfo.hasNextPage) return;
    after = page.pageInfo.endCursor;
  }
}
