import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { nearestRung } from '../../app/domain/addons/ladder';
import { compileConditions } from '../../app/domain/addons/offer-conditions';
import type { Offer } from '../../app/domain/addons/offers';
import { compilePricing } from '../../app/domain/addons/offers';
import { type Pricing, priceBeside, toMinor } from '../../app/domain/addons/pricing';
import { fits, noConditions, rangeFields, setFields } from '../../app/domain/addons/targeting';
import { shoplazza } from '../../app/platforms/shoplazza/platform.server';
import { randomOf } from '../setup/random';
import { someCarts } from '../setup/some-carts';
import { offer } from './render-block';

/** On Shoplazza the page's own script decides what Liquid decides elsewhere: it is held against the app's TypeScript. */
type Shown = { offer: { id: string }; variantId: string; cents: number };
type Known = { offers: object[]; ladders: Record<string, [string, number][]> };
const source = pathToFileURL(path.resolve('extensions/widget-source/shoplazza/match.js')).href;
const { factsOf, offersFor } = (await import(source)) as {
  factsOf(product: object, variant: object, seen: object): Record<string, unknown>;
  offersFor(known: Known, facts: Record<string, unknown>, now: number): Shown[];
};
const now = Date.now() / 1000;
const unknownHere: readonly string[] = shoplazza.unknownToPage;

test('what the app says a page does not know is what the page does not know', () => {
  const known = factsOf({ id: 'p1' }, { id: 'v1', price: '1' }, { collections: [], language: 'en', quantity: 1 });
  expect([...setFields, ...rangeFields].filter((field) => !(field in known)).sort()).toEqual([...unknownHere].sort());
});

test('200 generated carts: the page offers what the app would, at every quantity', () => {
  const { cart, offer: someOffer } = someCarts(29);
  let asked = 0;
  let offered = 0;
  for (let n = 0; n < 200; n++) {
    const { cart_value: _, price, quantity: __, ...facts } = cart();
    const seen = Object.fromEntries(Object.entries(facts).filter(([field]) => !unknownHere.includes(field)));
    for (let k = 0; k < 8; k++) {
      const { targets, conditions } = someOffer();
      const rules = [...conditions.groups.flatMap((group) => group.rules), ...conditions.exclude];
      if (rules.some((rule) => unknownHere.includes(rule.field))) continue;
      const made = offer('a1', { ...targets, conditions: compileConditions(conditions) });
      for (const quantity of [1, 2, 3, 5, 7]) {
        const known = { ...seen, price: Math.round(Number(price) * 100), quantity };
        const expected = fits(targets, conditions, { ...facts, price, cart_value: '0', quantity: `${quantity}` });
        const shown = offersFor({ offers: [made], ladders: {} }, known, now).length === 1;
        expect(shown, JSON.stringify({ facts, targets, conditions, quantity })).toBe(expected);
        asked++;
        if (expected) offered++;
      }
    }
  }
  process.stdout.write(`shoplazza's targeting: ${asked} answers, ${offered} of them offers, 0 differ\n`);
  expect(offered).toBeGreaterThan(asked / 20);
});

const facts = {
  product: ['p1'],
  variant: ['v1'],
  collection: [],
  tag: [],
  type: [''],
  vendor: [''],
  language: ['en'],
  price: 1000,
  quantity: 1,
};

test('300 prices: the page charges the rung that the app would', () => {
  const random = randomOf(6);
  const upTo = (most: number) => 1 + Math.floor(random() * most);
  for (let n = 0; n < 300; n++) {
    const pricing: Pricing =
      n % 4 === 0
        ? {
            kind: 'tiers',
            tiers: [
              { upTo: `${upTo(20)}`, price: '1.50' },
              { upTo: null, price: '9.99' },
            ],
          }
        : {
            ...{ kind: 'percentage', percent: (upTo(40_000) / 1000).toFixed(3), step: n % 2 ? null : '0.05' },
            ...{ min: n % 3 ? null : '1', max: n % 5 ? null : '12' },
          };
    const rungs = [...new Set(Array.from({ length: upTo(30) }, () => upTo(1500)))].sort((a, b) => a - b);
    const price = (upTo(10_000) / 100).toFixed(2);
    const wanted = priceBeside(pricing, '1', price, 'USD');
    const expected = wanted === null ? undefined : nearestRung(rungs, toMinor(wanted, 'USD'));
    const made = { ...offer('a1', { all: true }), pricing: compilePricing(pricing, 'USD') };
    const ladders = { a1: rungs.map((rung): [string, number] => [`v${rung}`, rung]) };
    const known = { ...facts, price: Math.round(Number(price) * 100) };
    const [shown] = offersFor({ offers: [made], ladders }, known, now);
    expect(shown?.cents, JSON.stringify({ pricing, price, rungs })).toBe(expected);
  }
});

test('what a page of Shoplazza does not know never makes an offer', () => {
  for (const field of unknownHere) {
    const rules =
      field === 'cart_value'
        ? [{ field, is: 'between' as const, min: '0', max: null }]
        : [{ field, is: 'none_of' as const, values: ['x'] }];
    const conditions = { ...noConditions, groups: [{ match: 'all' as const, rules }] } as never;
    const made = offer('a1', { all: true, conditions: compileConditions(conditions) });
    expect(offersFor({ offers: [made], ladders: {} }, facts, now)).toEqual([]);
    const kept = {
      ...noConditions,
      exclude: rules.map((rule) => ({ ...rule, is: rule.is === 'none_of' ? 'any_of' : rule.is })),
    };
    const guarded = offer('a2', { all: true, conditions: compileConditions(kept as never) });
    expect(offersFor({ offers: [guarded], ladders: {} }, facts, now)).toEqual([]);
  }
});

test('its own product, another time and a stand-in are left out; the stand-in comes when there is nothing else', () => {
  const ids = (offers: Offer[]) => offersFor({ offers, ladders: {} }, facts, now).map((one) => one.offer.id);
  const own = { ...offer('own', { all: true }), productId: 'p1' };
  const early = { ...offer('early', { all: true }), from: now + 60 };
  const over = { ...offer('over', { all: true }), until: now - 60 };
  const stand = { ...offer('stand', { all: true }), fallback: true as const };
  expect(ids([own, early, over])).toEqual([]);
  expect(ids([stand, own])).toEqual(['stand']);
  expect(ids([stand, offer('other', { all: true })])).toEqual(['other']);
});
