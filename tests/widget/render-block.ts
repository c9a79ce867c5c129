import { blockSchema, extensionDir, renderWidget, translations } from '../../app/addons/render-widget.server';
import type { Offer } from '../../app/domain/addons/offers';

/** The widget's block in scenes that tests make up. */
export { blockSchema, extensionDir, translations };

export type BlockScene = {
  offers?: Offer[] | null;
  holdout?: { id: string; control: number };
  product?: {
    id: string | number;
    collections: { id: string | number }[];
    tags?: string[];
    type?: string;
    vendor?: string;
    variants?: { id: string | number; price: number }[];
  };
  /** the variant that is chosen; the first without it */
  chosen?: string;
  market?: string;
  country?: string;
  customerTags?: string[];
  cartTotal?: number;
  /** rungs by key, as the app writes them */
  ladders?: Record<string, { rungs: [string, number][] }>;
  locale?: string;
  shopCurrency?: string;
  shopperCurrency?: string;
  settings?: Record<string, unknown>;
  designMode?: boolean;
  /** the add-ons' own products as the storefront sells them, by handle; prices in hundredths of the shopper's currency */
  allProducts?: Record<
    string,
    { id: string; price: number; available: boolean; variants?: { id: string; price: number }[] }
  >;
};

export async function renderBlock(scene: BlockScene): Promise<string> {
  const { locale = 'en', shopCurrency = 'USD', shopperCurrency = shopCurrency, offers = [] } = scene;
  const product = scene.product ?? { id: 1001, collections: [{ id: 7 }] };
  const variants = product.variants ?? [{ id: 41, price: 2000 }];
  const chosen = variants.find(({ id }) => String(id) === scene.chosen) ?? variants[0];
  const ladders = Object.fromEntries(Object.entries(scene.ladders ?? {}).map(([key, value]) => [key, { value }]));
  const globals = {
    app: {
      metafields: {
        tagalong: {
          ...ladders,
          offers: offers === null ? undefined : { value: { v: 2, offers, holdout: scene.holdout } },
        },
      },
    },
    product: { ...product, selected_or_first_available_variant: chosen, variants },
    customer: { tags: scene.customerTags ?? [] },
    cart: { total_price: scene.cartTotal ?? 0 },
    routes: { cart_add_url: '/cart/add', cart_url: '/cart', root_url: '/' },
    localization: {
      market: { handle: scene.market ?? 'us' },
      country: { iso_code: scene.country ?? 'US', currency: { iso_code: shopperCurrency } },
    },
    shop: { currency: shopCurrency },
    all_products: scene.allProducts ?? {},
    request: { locale: { iso_code: locale }, design_mode: scene.designMode ?? false },
  };
  return renderWidget(globals, shopperCurrency, scene.settings);
}

/** One offer with believable words; what matters to a test is given. */
export function offer(id: string, over: Partial<Offer> = {}): Offer {
  return {
    id,
    kind: 'other',
    title: `Offer ${id}`,
    description: '',
    terms: `Terms of ${id}.`,
    productId: `90${id}`,
    variantId: `80${id}`,
    price: '9.99',
    currency: 'USD',
    all: true,
    productIds: [],
    collectionIds: [],
    ...over,
  };
}
