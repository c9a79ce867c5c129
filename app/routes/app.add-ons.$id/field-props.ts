import type { AddOnErrors, AddOnInput } from '~/addons/add-on';

/** What every card of the editor gets. */
export type CardProps = {
  values: AddOnInput;
  currency: string;
  errors: AddOnErrors;
  onChange: (patch: Partial<AddOnInput>) => void;
};

/** A field's error, for components that want it present or absent. */
export function wrong(error: string | undefined): { error?: string } {
  return error === undefined ? {} : { error };
}

/** The picker speaks the platform's long ids, an add-on keeps the bare ones. */
export function longId(type: 'product' | 'variant' | 'collection', id: string): string {
  const names = { product: 'Product', variant: 'ProductVariant', collection: 'Collection' };
  return `gid://shopify/${names[type]}/${id}`;
}

export function shortId(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
