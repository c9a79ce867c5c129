import { offersDocument } from '../domain/addons/offers';
import { priceBeside, toMinor } from '../domain/addons/pricing';
import type { AddOnInput } from './add-on';
import { renderWidget, widgetAsset } from './render-widget.server';

/** What the preview pretends to stand beside. */
const samplePrice = '100';
const sampleId = 'preview';

/**
 * A page with the real widget as it would stand beside a product of 100, for the values of a form that may not be
 * saved yet. Conditions and times are not asked: what is drawn is how it looks, not where it is shown.
 * @param values checked by readAddOn
 */
export async function previewPage(values: AddOnInput, currency: string): Promise<string> {
  const price = priceBeside(values.pricing, values.price, samplePrice, currency) ?? values.price;
  const [offer] = offersDocument([
    {
      ...values,
      ...{ id: sampleId, currency, state: 'active', fallback: false, startsAt: null, endsAt: null },
      pricing: { kind: 'fixed' },
      conditions: { match: 'all', groups: [], exclude: [] },
      targets: { all: true, productIds: [], collectionIds: [] },
      publication: { platformProductId: '1', variants: [{ platformVariantId: '1', price }] },
    },
  ]).offers;
  const widget = await renderWidget(
    {
      app: { metafields: { tagalong: { offers: { value: { v: 2, offers: [offer] } } } } },
      product: { id: 'sample', collections: [], variants: [{ id: 's', price: toMinor(samplePrice, currency) }] },
      customer: { tags: [] },
      cart: { total_price: 0 },
      routes: { cart_add_url: '/cart/add', cart_url: '/cart', root_url: '/' },
      localization: { country: { iso_code: 'US', currency: { iso_code: currency } }, market: { handle: 'us' } },
      shop: { currency },
      all_products: {},
      request: { locale: { iso_code: 'en' }, design_mode: false },
    },
    currency,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Preview</title>
<style>body{margin:0;padding:4px 8px;font:16px/1.4 system-ui,sans-serif;color:#202223}${widgetAsset('tagalong.css')}</style></head>
<body><section>${widget}</section><script>${widgetAsset('tagalong-product.js')}</script>
<script>new ResizeObserver(() => parent.postMessage({ tagalongPreview: document.body.scrollHeight }, '*')).observe(document.body)</script>
</body></html>`;
}
