import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { extensionDir, offer, renderBlock, translations } from './render-block';

/** Ids of the offers that the page shows, in order. */
const shown = (html: string) => [...html.matchAll(/data-tagalong-offer="([^"]+)"/g)].map((match) => match[1]);

test('an offer shows by product, by collection or for all, and never on its own page', async () => {
  const offers = [
    offer('a', { all: false, productIds: ['9007199254740993'] }),
    offer('b', { all: false, collectionIds: ['7'] }),
    offer('c', { all: false, productIds: ['5'], collectionIds: ['6', '77'] }),
    offer('d'),
    offer('e', { productId: '9007199254740993' }),
  ];
  const product = { id: '9007199254740993', collections: [{ id: 3 }, { id: 7 }] };
  expect(shown(await renderBlock({ offers, product }))).toEqual(['a', 'b', 'd']);
  expect(shown(await renderBlock({ offers, product: { id: 5, collections: [] } }))).toEqual(['c', 'd', 'e']);
  expect(shown(await renderBlock({ offers, product: { id: 50, collections: [{ id: 77 }] } }))).toEqual(['c', 'd', 'e']);
});

test('every generated target agrees with a plain reading of it', async () => {
  for (let seed = 0; seed < 60; seed++) {
    const pick = (salt: number) => ((seed * 7919 + salt * 104729) % 11).toString();
    const offers = Array.from({ length: 4 }, (_, n) =>
      offer(`${n}`, {
        all: (seed + n) % 9 === 0,
        productIds: [pick(n), pick(n + 10)],
        collectionIds: [pick(n + 20), pick(n + 30)],
      }),
    );
    const product = { id: Number(pick(1)), collections: [{ id: Number(pick(2)) }, { id: Number(pick(3)) }] };
    const expected = offers.filter(
      (one) =>
        one.all ||
        one.productIds.includes(String(product.id)) ||
        product.collections.some((collection) => one.collectionIds.includes(String(collection.id))),
    );
    expect(shown(await renderBlock({ offers, product }))).toEqual(expected.map((one) => one.id));
  }
});

test('title, price and terms stand in the page before any tick, and no box is ticked', async () => {
  const html = await renderBlock({ offers: [offer('a', { title: 'Two years of care', description: 'Repairs' })] });
  expect(html).toContain('Two years of care');
  expect(html).toContain('$9.99');
  expect(html).toContain('Terms of a.');
  expect(html).toContain('Repairs');
  expect(html).not.toMatch(/\schecked/);
  expect(html).toMatch(/<fieldset[^>]*disabled/);
  expect(html).not.toContain('<script');
});

test('folded terms can still be opened before the tick', async () => {
  const html = await renderBlock({ offers: [offer('a')], settings: { show_terms: false } });
  expect(html).toMatch(/<details[\s\S]*Terms of a\.[\s\S]*<\/details>/);
});

test.each([
  ['USD', 'USD', '4.35', '$4.35'],
  ['JPY', 'JPY', '500', '¥500'],
  ['KWD', 'KWD', '1.234', '1.234 KWD'],
  ['USD', 'EUR', '9.99', '9.99 USD'],
])('a price in %s for a shopper in %s: %s reads %s', async (shopCurrency, shopperCurrency, price, text) => {
  const html = await renderBlock({
    offers: [offer('a', { price, currency: shopCurrency })],
    shopCurrency,
    shopperCurrency,
  });
  expect(html).toContain(text);
  expect(html.includes(`You are charged in ${shopperCurrency} at checkout.`)).toBe(shopCurrency !== shopperCurrency);
});

test('where the storefront sells the add-on, its price there is shown: market, currency and price list', async () => {
  const sold = { 'tagalong-a': { id: '90a', price: 1371, available: true } };
  const html = await renderBlock({ offers: [offer('a')], shopperCurrency: 'CAD', allProducts: sold });
  expect(html).toContain('CA$13.71');
  expect(html).not.toContain('9.99');
  expect(html).not.toContain('at checkout');
  const another = { 'tagalong-a': { id: '5', price: 1, available: true } };
  expect(await renderBlock({ offers: [offer('a')], allProducts: another })).toContain('$9.99');
});

test('an add-on that this market does not sell is not offered', async () => {
  const allProducts = { 'tagalong-a': { id: '90a', price: 999, available: false } };
  expect(shown(await renderBlock({ offers: [offer('a'), offer('b')], allProducts }))).toEqual(['b']);
});

test('words of a merchant cannot become markup', async () => {
  const nasty = '"><img src=x onerror=alert(1)>';
  const html = await renderBlock({
    offers: [offer('a', { title: nasty, terms: nasty, description: nasty, kind: nasty })],
    settings: { heading: nasty },
  });
  expect(html).not.toContain('<img');
});

test('without offers, before the first publication and for another product, the page gets nothing', async () => {
  expect((await renderBlock({ offers: [] })).trim()).toBe('');
  expect((await renderBlock({ offers: null })).trim()).toBe('');
  expect((await renderBlock({ offers: [offer('a', { all: false })] })).trim()).toBe('');
  expect(await renderBlock({ offers: [], designMode: true })).toContain('No active add-on is aimed at this product');
});

test('every language has every word', async () => {
  const keys = (words: unknown, at = ''): string[] =>
    typeof words === 'string'
      ? [at]
      : Object.entries(words as object).flatMap(([key, value]) => keys(value, `${at}.${key}`));
  const english = keys(translations('en'));
  for (const locale of ['de', 'fr']) expect(keys(translations(locale))).toEqual(english);
  expect(await renderBlock({ offers: [offer('a')], locale: 'de' })).toContain('Dazu bestellen');
  expect(await renderBlock({ offers: [offer('a')], locale: 'fr' })).toContain('À ajouter à votre commande');
});

test('every shipped script is under 10,000 bytes, every style sheet under 20,000, and none asks another host', () => {
  const folder = path.join(extensionDir, 'assets');
  const files = readdirSync(folder);
  for (const file of files) {
    const { size } = statSync(path.join(folder, file));
    console.log(`${file}: ${size} bytes`);
    expect(size, file).toBeLessThan(file.endsWith('.js') ? 10_000 : 20_000);
    expect(readFileSync(path.join(folder, file), 'utf8')).not.toMatch(/https?:\/\/|import\(|@import/);
  }
  expect(files.sort()).toEqual(['tagalong-cart.js', 'tagalong-product.js', 'tagalong.css']);
});
