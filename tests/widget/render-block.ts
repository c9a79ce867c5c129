import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Liquid, type TagToken, type TopLevelToken } from 'liquidjs';
import type { Offer } from '../../app/domain/addons/offers';

/** Renders the widget's block as a storefront would: the files of the extension, and the objects Liquid has there. */
export const extensionDir = path.resolve('extensions/tagalong-widget');

export type BlockScene = {
  offers?: Offer[] | null;
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
  const liquid = engine(locale, shopperCurrency);
  const product = scene.product ?? { id: 1001, collections: [{ id: 7 }] };
  const variants = product.variants ?? [{ id: 41, price: 2000 }];
  const chosen = variants.find(({ id }) => String(id) === scene.chosen) ?? variants[0];
  const ladders = Object.fromEntries(Object.entries(scene.ladders ?? {}).map(([key, value]) => [key, { value }]));
  const globals = {
    app: {
      metafields: { tagalong: { ...ladders, offers: offers === null ? undefined : { value: { v: 2, offers } } } },
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
  const block = { id: 'b1', settings: { ...blockDefaults(), ...scene.settings }, shopify_attributes: '' };
  // Shopify's own objects are seen in snippets too.
  return liquid.renderFile('add-ons', { block }, { globals });
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

/** The block's schema, parsed. */
export function blockSchema(): { settings: { id: string; default?: unknown }[] } {
  const text = readFileSync(path.join(extensionDir, 'blocks/add-ons.liquid'), 'utf8');
  const schema = /\{% schema %\}([\s\S]*)\{% endschema %\}/.exec(text)?.[1];
  return JSON.parse(schema ?? '{}');
}

function blockDefaults(): Record<string, unknown> {
  return Object.fromEntries(blockSchema().settings.map((setting) => [setting.id, setting.default ?? '']));
}

function engine(locale: string, currency: string): Liquid {
  const liquid = new Liquid({
    root: [path.join(extensionDir, 'blocks')],
    partials: [path.join(extensionDir, 'snippets')],
    extname: '.liquid',
    strictFilters: true,
  });
  for (const tag of ['schema', 'doc']) swallow(liquid, tag);
  const words = translations(locale);
  liquid.registerFilter('t', (key: string, ...named: [string, unknown][]) => {
    const found = key.split('.').reduce<unknown>((at, part) => (at as Record<string, unknown>)?.[part], words);
    if (typeof found !== 'string') throw new Error(`no words for ${key} in ${locale}`);
    return named.reduce((text, [name, value]) => text.replace(`{{ ${name} }}`, String(value)), found);
  });
  liquid.registerFilter('money', (cents: number) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100),
  );
  return liquid;
}

/** Reads past a tag whose body is for tools, not for shoppers. */
function swallow(liquid: Liquid, name: string): void {
  liquid.registerTag(name, {
    parse(_tag: TagToken, remaining: TopLevelToken[]) {
      for (let token = remaining.shift(); token; token = remaining.shift()) {
        if ((token as TagToken).name === `end${name}`) return;
      }
      throw new Error(`${name} is not closed`);
    },
    *render() {},
  });
}

export function translations(locale: string): Record<string, unknown> {
  const file = locale === 'en' ? 'en.default.json' : `${locale}.json`;
  return JSON.parse(readFileSync(path.join(extensionDir, 'locales', file), 'utf8'));
}
