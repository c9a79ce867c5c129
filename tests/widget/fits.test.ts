import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { plainDetails } from '../../app/domain/addons/details';
import { nearestRung } from '../../app/domain/addons/ladder';
import { compileConditions } from '../../app/domain/addons/offer-conditions';
import { type Offer, type Offerable, offersDocument } from '../../app/domain/addons/offers';
import { type Pricing, priceBeside, toMinor } from '../../app/domain/addons/pricing';
import { type Facts, fits, quantitySteps } from '../../app/domain/addons/targeting';
import { builtForShoplazza, builtScripts, builtSourcesForShoplazza } from '../../scripts/build-widget';
import { randomOf } from '../setup/random';
import { someCarts } from '../setup/some-carts';
import { type BlockScene, extensionDir, offer, renderBlock } from './render-block';

/** The page decides in Liquid what the app decides in TypeScript: here they are held against each other. */

const sceneOf = (facts: Facts, offers: Offer[]): BlockScene => ({
  offers,
  product: {
    id: facts.product[0] ?? '',
    collections: facts.collection.map((id) => ({ id })),
    tags: facts.tag,
    type: facts.type[0] ?? '',
    vendor: facts.vendor[0] ?? '',
    variants: [{ id: facts.variant[0] ?? '', price: Math.round(Number(facts.price) * 100) }],
  },
  market: facts.market[0] ?? '',
  country: facts.country[0] ?? '',
  locale: facts.language[0] ?? 'en',
  customerTags: facts.customer_tag,
  cartTotal: Math.round(Number(facts.cart_value) * 100),
});

/** Offer id to the quantities from which it is and is not shown. */
function shownSteps(html: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, about = '', id = ''] of html.matchAll(
    /<div\s+class="tagalong__offer"([^>]*)>[\s\S]*?data-tagalong-offer="([^"]+)"/g,
  )) {
    const steps = /data-steps="([^"]*)"/.exec(about)?.[1] ?? (about.includes('hidden') ? '1=n' : '1=y');
    found.set(id, steps);
  }
  return found;
}

function isShownAt(steps: string | undefined, quantity: number): boolean {
  let answer = steps === undefined ? 'n' : 'y';
  for (const step of (steps ?? '').split(' ')) {
    const [from, held] = step.split('=');
    if (held && Number(from) <= quantity) answer = held;
  }
  return answer === 'y';
}

test('200 generated carts: the page offers what the app would, at every quantity', async () => {
  const { cart, offer: someOffer } = someCarts(23);
  let asked = 0;
  let offered = 0;
  for (let n = 0; n < 200; n++) {
    const facts = cart();
    const made = Array.from({ length: 8 }, (_, k) => ({ id: `o${k}`, ...someOffer() }));
    const offers = made.map(({ id, targets, conditions }) =>
      offer(id, { ...targets, conditions: compileConditions(conditions), steps: quantitySteps(conditions) }),
    );
    const steps = shownSteps(await renderBlock(sceneOf(facts, offers)));
    for (const { id, targets, conditions } of made) {
      for (const quantity of [1, 2, 3, 4, 5, 6, 7]) {
        const expected = fits(targets, conditions, { ...facts, quantity: `${quantity}` });
        expect(isShownAt(steps.get(id), quantity), JSON.stringify({ facts, targets, conditions, quantity })).toBe(
          expected,
        );
        asked++;
        if (expected) offered++;
      }
    }
  }
  process.stdout.write(`the page's targeting: ${asked} answers, ${offered} of them offers, 0 differ\n`);
  expect(offered).toBeGreaterThan(asked / 10);
});

test('300 prices: the page charges the rung that the app would, to the hundredth', async () => {
  const random = randomOf(5);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  for (let n = 0; n < 300; n++) {
    const step = [null, null, '0.05', '0.5', '1'][upTo(5) - 1] as string | null;
    const pricing: Pricing =
      n % 4 === 0
        ? {
            kind: 'tiers',
            tiers: [
              { upTo: `${upTo(20)}`, price: '1.50' },
              { upTo: '60', price: '4' },
              { upTo: null, price: '9.99' },
            ],
          }
        : {
            kind: 'percentage',
            percent: (upTo(40_000) / 1000).toFixed(3),
            min: n % 3 ? null : '1',
            max: n % 5 ? null : '12',
            step,
          };
    const rungs = Array.from({ length: upTo(30) }, () => upTo(1500)).sort((a, b) => a - b);
    const price = (upTo(10_000) / 100).toFixed(2);
    const wanted = priceBeside(pricing, '1', price, 'USD');
    const expected = wanted === null ? undefined : nearestRung([...new Set(rungs)], toMinor(wanted, 'USD'));
    const [compiled] = offersDocument([priced(pricing)]).offers;
    const html = await renderBlock({
      offers: [compiled as Offer],
      product: { id: 5, collections: [], variants: [{ id: 51, price: Math.round(Number(price) * 100) }] },
      ladders: { ladder_a1: { rungs: rungs.map((rung) => [`v${rung}`, rung]) } },
    });
    const charged = /data-variant="v(\d+)"/.exec(html)?.[1];
    expect(charged, JSON.stringify({ pricing, price, wanted, rungs })).toBe(
      expected === undefined ? undefined : `${expected}`,
    );
  }
});

test('in another currency the nearest price is found by what the add-on itself costs there', async () => {
  const [compiled] = offersDocument([
    priced({ kind: 'percentage', percent: '10', min: null, max: null, step: null }),
  ]).offers;
  const html = await renderBlock({
    offers: [compiled as Offer],
    shopperCurrency: 'EUR',
    // 20.00 USD are 18.00 EUR; its variants cost 90 % of their dollars.
    product: { id: 5, collections: [], variants: [{ id: 51, price: 1800 }] },
    ladders: {
      ladder_a1: {
        rungs: [
          ['v100', 100],
          ['v200', 200],
          ['v300', 300],
        ],
      },
    },
    allProducts: {
      'tagalong-a1': {
        ...{ id: 'p', price: 90, available: true },
        variants: [
          { id: 'v100', price: 90 },
          { id: 'v200', price: 180 },
          { id: 'v300', price: 270 },
        ],
      },
    },
  });
  expect(html).toContain('data-variant="v200"');
  expect(html).toContain('€1.80');
});

function priced(pricing: Pricing): Offerable {
  return {
    ...plainDetails,
    ...{ id: 'a1', kind: 'warranty', title: 'Care', description: '', terms: '', price: '1', currency: 'USD', pricing },
    targets: { all: true, productIds: [], collectionIds: [] },
    state: 'active',
    publication: { platformProductId: 'p', variants: [{ platformVariantId: 'v100', price: '1' }] },
  };
}

test('a fallback is offered only where nothing else is', async () => {
  const fallback = offer('f', { fallback: true });
  const one = offer('o', { all: false, productIds: ['7'] });
  const at = async (id: number) => [
    ...shownSteps(await renderBlock({ offers: [fallback, one], product: { id, collections: [] } })).keys(),
  ];
  expect(await at(7)).toEqual(['o']);
  expect(await at(8)).toEqual(['f']);
});

test('before its start and after its end an offer is not made', async () => {
  const now = Math.floor(Date.now() / 1000);
  const offers = [
    offer('running', { from: now - 60, until: now + 60 }),
    offer('coming', { from: now + 60 }),
    offer('gone', { until: now - 1 }),
  ];
  expect([...shownSteps(await renderBlock({ offers })).keys()]).toEqual(['running']);
});

test('words come in the language of the shopper, badge, picture, terms page and fields with them', async () => {
  const rich = offer('a', {
    badge: 'Popular',
    imageUrl: 'https://cdn.example.com/wrap.png',
    termsUrl: 'https://example.com/terms',
    quantity: '3',
    inputs: [
      { label: 'Message', kind: 'text', required: true, maxLength: 80, choices: [] },
      { label: 'Paper', kind: 'choice', required: false, maxLength: 60, choices: ['Red', '<b>'] },
    ],
    texts: { de: { title: 'Geschenkpapier', description: '', terms: 'Von Hand.', badge: 'Beliebt' } },
  });
  const german = await renderBlock({ offers: [rich], locale: 'de' });
  for (const words of ['Geschenkpapier', 'Von Hand.', 'Beliebt', '3 × ', 'Alle Bedingungen lesen', '(freiwillig)']) {
    expect(german).toContain(words);
  }
  const english = await renderBlock({ offers: [rich] });
  for (const words of [
    'Offer a',
    'Terms of a.',
    'Popular',
    'maxlength="80"',
    '<option>&lt;b&gt;</option>',
    'src="https://cdn',
  ]) {
    expect(english).toContain(words);
  }
});

test('what shops load is what the source says', async () => {
  for (const [file, code] of await builtScripts()) {
    expect(readFileSync(path.join(extensionDir, 'assets', file), 'utf8'), `npm run widget writes ${file} anew`).toBe(
      code,
    );
  }
  for (const [file, code] of await builtForShoplazza()) {
    const lies = readFileSync(path.resolve('extensions/tagalong-shoplazza/assets', file), 'utf8');
    expect(lies, `npm run widget writes ${file} anew`).toBe(code);
    expect(Buffer.byteLength(lies), `${file} is small`).toBeLessThan(10_000);
  }
  for (const [file, code] of await builtSourcesForShoplazza())
    expect(readFileSync(path.resolve('extensions', file), 'utf8'), `npm run widget writes ${file} anew`).toBe(code);
});
