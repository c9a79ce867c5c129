import { expect, test } from 'vitest';
import type { EntryView, OrderStory } from '~/domain/orders/story';
import { ledgerLines } from './ledger-lines';

const entry = (more: Partial<EntryView>): EntryView => ({
  ...{ key: 'k', kind: 'sale', at: '2026-11-01T00:00:00Z', knownFrom: '2026-11-01T00:00:01Z', knownTo: null },
  ...{ cause: 'entry 1', endCause: null, platformLineId: 'l', addOnId: null, title: 'Mug', quantity: 2 },
  ...{ parts: { gross: '20.00', discounts: '-2.00', tax: '1.80' }, total: '19.80', paid: '0.00' },
  ...more,
});

const story: OrderStory = {
  currency: 'USD',
  entries: [
    entry({ knownTo: '2026-11-02T00:00:00Z', endCause: 'entry 2', total: '9.90', quantity: 1 }),
    entry({}),
    entry({ key: 'p', kind: 'payment', title: null, quantity: 0, parts: {}, total: '0.00', paid: '19.80' }),
    entry({ key: 'r', kind: 'refund', quantity: -1, parts: { returns: '-9.00', tax: '-0.90' }, total: '-9.90' }),
  ],
  deliveries: [],
  changes: [],
  counted: { isCounted: true, reasons: [], days: [] },
};

test('reads as a story with what is due after each line', () => {
  expect(ledgerLines(story, false).map(({ what, parts, amount, due }) => [what, parts, amount, due])).toEqual([
    ['Sold 2 × Mug', 'price $20.00, discount -$2.00, tax $1.80', '$19.80', '$19.80'],
    ['Paid', null, '-$19.80', '$0.00'],
    ['Refunded 1 × Mug', 'goods -$9.00, tax -$0.90', '-$9.90', '-$9.90'],
  ]);
});

test('tells outdated lines last, with what ended them', () => {
  const [, , , outdated] = ledgerLines(story, true);
  expect(outdated).toMatchObject({ what: 'Sold 1 × Mug', amount: '$9.90', due: null, outdated: 'entry 2' });
});
