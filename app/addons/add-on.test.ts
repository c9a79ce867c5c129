import { expect, test } from 'vitest';
import { plainDetails } from '../domain/addons/details';
import { readAddOn } from './add-on';

const good = {
  title: ' Two years of care ',
  kind: 'warranty',
  price: '9.99',
  description: 'Repairs included',
  terms: 'Covers drops.',
  targets: { all: false, productIds: ['gid://platform/Product/9007199254740993'], collectionIds: [] },
  state: 'active',
};

test('reads a good form: trims, keeps ids as text, shortens long ids', () => {
  expect(readAddOn(good, 'USD')).toEqual({
    outcome: 'valid',
    input: {
      ...good,
      ...plainDetails,
      title: 'Two years of care',
      targets: { all: false, productIds: ['9007199254740993'], collectionIds: [] },
    },
  });
});

test('a draft needs neither terms nor targets', () => {
  const draft = readAddOn({ title: 'Gift wrap', kind: 'gift_wrap', price: '3' }, 'EUR');
  expect(draft).toMatchObject({
    outcome: 'valid',
    input: { state: 'draft', terms: '', targets: { all: false, productIds: [], collectionIds: [] } },
  });
});

test('all products make chosen ones pointless', () => {
  const all = readAddOn({ ...good, targets: { all: true, productIds: ['1'], collectionIds: ['2'] } }, 'USD');
  expect(all).toMatchObject({ input: { targets: { all: true, productIds: [], collectionIds: [] } } });
});

test.each([
  ['USD', '', 'Enter a price.'],
  ['USD', '9,99', 'Write the price with digits and a point, for example 9.99.'],
  ['USD', '-1', 'Write the price with digits and a point, for example 9.99.'],
  ['USD', '0.00', 'Enter a price above zero. A free add-on cannot be sold.'],
  ['USD', '9.999', 'USD has 2 digits after the point, for example 9.99.'],
  ['JPY', '500.5', 'JPY has no minor unit: write a whole number, for example 500.'],
  ['KWD', '1.2345', 'KWD has 3 digits after the point, for example 9.999.'],
])('in %s the price "%s" is answered with words', (currency, price, words) => {
  expect(readAddOn({ ...good, price }, currency)).toEqual({ outcome: 'invalid', errors: { price: words } });
});

test.each([
  ['KWD', '1.234'],
  ['JPY', '500'],
  ['USD', '0.01'],
])('in %s the price %s stands', (currency, price) => {
  expect(readAddOn({ ...good, price }, currency)).toMatchObject({ outcome: 'valid', input: { price } });
});

test('says every wrong field once', () => {
  const read = readAddOn({ title: 'x'.repeat(81), kind: 'magic', price: 'x', state: 'active' }, 'USD');
  expect(read).toMatchObject({
    outcome: 'invalid',
    errors: {
      title: 'Keep the title to 80 characters or fewer.',
      kind: 'Choose what kind of add-on this is.',
      price: 'Write the price with digits and a point, for example 9.99.',
      targets: expect.stringMatching(/^Choose all products/),
    },
  });
  for (const nonsense of [undefined, null, 'text', []]) {
    expect(readAddOn(nonsense, 'USD')).toEqual({ outcome: 'invalid', errors: { title: 'Fill in the form.' } });
  }
  const badTargets = readAddOn({ ...good, targets: { all: false, productIds: ['no id!'] } }, 'USD');
  expect(badTargets).toMatchObject({ errors: { targets: expect.stringMatching(/no valid id/) } });
  expect(readAddOn({ ...good, title: '  ' }, 'USD')).toMatchObject({
    errors: { title: expect.stringMatching(/Enter a title/) },
  });
});

test('an active add-on must have a target', () => {
  expect(readAddOn({ ...good, targets: { all: false, productIds: [], collectionIds: [] } }, 'USD')).toEqual({
    outcome: 'invalid',
    errors: {
      targets: 'Choose all products, or at least one product or collection, before you activate this add-on.',
    },
  });
});

test('a wrong tier is said once, where it was typed', () => {
  const tiers = { kind: 'tiers', tiers: [{ upTo: '', price: '9,99' }] };
  const read = readAddOn({ ...good, pricing: tiers }, 'USD');
  expect(read).toEqual({ outcome: 'invalid', errors: { pricing: expect.stringContaining("tier's price") } });
});
