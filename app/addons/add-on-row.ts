import { type AddOnDetails, plainDetails, usualFulfilment } from '../domain/addons/details';
import { moneyText } from '../domain/shared/money';
import type { AddOnKind, AddOnState, AddOnTargets, AddOnView, LadderView, PublicationState } from './add-on';

/** An add-on as its table has it, with its variants. */
export type AddOnRow = {
  id: string;
  title: string;
  kind: AddOnKind;
  state: AddOnState;
  description: string;
  terms: string;
  price: string;
  currency: string;
  targets: Partial<AddOnTargets>;
  publication_state: PublicationState;
  publication_error: string | null;
  platform_product_id: string | null;
  platform_variant_id: string | null;
  variants: [id: string, price: string][] | null;
  details: Partial<AddOnDetails>;
  ladder: LadderView | null;
  published_at: Date | null;
  created_at: Date;
  updated_at: Date;
};

export function viewOf(row: AddOnRow): AddOnView {
  const variants = (row.variants ?? []).map(([platformVariantId, price]) => ({
    platformVariantId,
    price: moneyText(price, row.currency),
  }));
  return {
    ...plainDetails,
    fulfilment: usualFulfilment(row.kind),
    ...row.details,
    id: row.id,
    title: row.title,
    kind: row.kind,
    state: row.state,
    description: row.description,
    terms: row.terms,
    price: moneyText(row.price, row.currency),
    currency: row.currency,
    targets: { all: false, productIds: [], collectionIds: [], ...row.targets },
    publication: {
      state: row.publication_state,
      error: row.publication_error,
      platformProductId: row.platform_product_id,
      platformVariantId: row.platform_variant_id,
      variants,
      livePrice: variants[0]?.price ?? null,
      ladder: row.ladder,
      publishedAt: row.published_at?.toISOString() ?? null,
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
