import { z } from 'zod';
import { page, text } from './base-shapes';

/** Stock over the API. */

export const stockLevelShape = z
  .object({
    platformItemId: z.string().describe('What the platform counts: one per variant.'),
    platformLocationId: z.string(),
    location: text.describe("The place's name; null until the stock was fetched once."),
    available: z.int().nullable().describe('Pieces that can be sold, negative when oversold; null: not counted.'),
    changedAt: z.iso.datetime().describe('When the platform changed it.'),
    platformVariantId: text.describe('null: the variant is not in the catalogue yet.'),
    sku: text,
    title: text,
    variantTitle: text,
  })
  .meta({ id: 'StockLevel' });

export const stockPageShape = z.object({ data: z.array(stockLevelShape), page }).meta({ id: 'StockPage' });
