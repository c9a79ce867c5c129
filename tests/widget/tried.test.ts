import vm from 'node:vm';
import { expect, test } from 'vitest';
import { isTreated, visitorKey } from '../../app/domain/experiments/assignment';
import { offer, renderBlock } from './render-block';

/** What is tried on a part of the visitors, in the page that all of them are sent. */
const id = '3f0a7c52-3f5b-4f0e-9a11-6d2e5f3a9b01';

/** The versions of the page: whose they are, hidden or not, variant, title and price. */
function versions(html: string) {
  return html
    .split('class="tagalong__offer"')
    .slice(1)
    .map((one) => ({
      arm: /data-arm="(\w+)"/.exec(one)?.[1] ?? null,
      hidden: /^[^>]*\bhidden\b/.test(one),
      variant: /data-variant="([^"]+)"/.exec(one)?.[1],
      price: /tagalong__price">\s*([^<]*?)\s*</.exec(one)?.[1],
      title: /tagalong__title">\s*([^<]*?)\s*</.exec(one)?.[1],
    }));
}

test('where nothing is tried the page holds each offer once and no script of ours', async () => {
  const html = await renderBlock({ offers: [offer('a')] });
  expect(versions(html)).toEqual([{ arm: null, hidden: false, variant: '80a', price: '$9.99', title: 'Offer a' }]);
  expect(html).not.toContain('<script');
});

test('other words and another price stand hidden beside the offer, each with its own variant', async () => {
  const offers = [
    offer('a', { tried: { id, control: 0.5, title: 'Better' } }),
    offer('b', { tried: { id, control: 0.5, variantId: '99', price: '4.00' } }),
  ];
  expect(versions(await renderBlock({ offers }))).toEqual([
    { arm: 'control', hidden: false, variant: '80a', price: '$9.99', title: 'Offer a' },
    { arm: 'treated', hidden: true, variant: '80a', price: '$9.99', title: 'Better' },
    { arm: 'control', hidden: false, variant: '80b', price: '$9.99', title: 'Offer b' },
    { arm: 'treated', hidden: true, variant: '99', price: '$4.00', title: 'Offer b' },
  ]);
});

test("in another currency each version has its own variant's price, and one without a price is not shown", async () => {
  const offers = [offer('a', { productId: '90', tried: { id, control: 0.5, variantId: '99', price: '4.00' } })];
  const sold = (variants: { id: string; price: number }[]) => ({
    'tagalong-a': { id: '90', price: 350, available: true, variants },
  });
  const scene = { offers, shopperCurrency: 'EUR' };
  const both = await renderBlock({
    ...scene,
    allProducts: sold([
      { id: '99', price: 350 },
      { id: '80a', price: 900 },
    ]),
  });
  expect(versions(both).map(({ arm, variant, price }) => [arm, variant, price])).toEqual([
    ['control', '80a', '€9.00'],
    ['treated', '99', '€3.50'],
  ]);
  const one = await renderBlock({ ...scene, allProducts: sold([{ id: '80a', price: 900 }]) });
  expect(versions(one).map(({ arm }) => arm)).toEqual(['control']);
});

type Arms = { visitor: string | null; held: boolean; isTreated(id: string, control: number, who?: string): boolean };

/** The page's own script, run for a visitor. */
async function armsFor(cookie: string, scene: object = {}): Promise<Arms> {
  const html = await renderBlock({ offers: [offer('a', { tried: { id, control: 0.5, title: 'Better' } })], ...scene });
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '';
  const window: { Tagalong?: Arms } = {};
  vm.runInNewContext(script, { window, document: { cookie }, localStorage: { getItem: () => null } });
  if (!window.Tagalong) throw new Error('the page chose nothing');
  return window.Tagalong;
}

test('the page and the server put every visitor into the same part', async () => {
  const { isTreated: inPage } = await armsFor('');
  for (let n = 0; n < 5000; n++) {
    const who = visitorKey(`visitor ${n}`);
    for (const control of [0.05, 0.5, 0.9]) expect(inPage(id, control, who)).toBe(isTreated(id, who, control));
  }
  for (const cookie of ['_shopify_y=b7f2-1', 'cart=x; _shopify_y=ü-2; market=ca']) {
    const platformId = cookie.split('_shopify_y=')[1]?.split(';')[0] ?? '';
    expect((await armsFor(cookie)).visitor).toBe(visitorKey(platformId));
  }
});

test('who is held out follows from the holdout alone; a visitor without an id never is', async () => {
  const holdout = { id: '9b1d3c52-3f5b-4f0e-9a11-6d2e5f3a9b02', control: 0.5 };
  for (let n = 0; n < 40; n++) {
    const { held } = await armsFor(`_shopify_y=v${n}`, { holdout });
    expect(held).toBe(!isTreated(holdout.id, visitorKey(`v${n}`), 0.5));
  }
  expect(await armsFor('', { holdout })).toMatchObject({ visitor: null, held: false });
});
