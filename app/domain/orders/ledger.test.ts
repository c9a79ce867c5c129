import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlatformOrder, platformLives } from '../../../tests/path/platform-lives';
import { amount, sum } from '../shared/money';
import { figuresOf } from './figures';
import { entryParts, type LedgerEntry } from './ledger';
import { ledgerOf } from './post-ledger';

const runs = Number(process.env.LEDGER_RUNS ?? 100_000);
const sides = ['shop', 'presentment'] as const;

/** The sum of one part, or of the totals, over entries. */
function total(
  entries: LedgerEntry[],
  part: (typeof entryParts)[number] | 'total' | 'paid',
  side: (typeof sides)[number],
) {
  return sum(
    entries.map((entry) => (part === 'total' || part === 'paid' ? entry[part] : entry.parts[part])?.[side] ?? '0'),
  ).toFixed();
}

test(`the ledger explains the platform's totals to the last minor unit, in ${runs} lives of orders`, () => {
  let entriesSeen = 0;
  fc.assert(
    fc.property(platformLives(), (life) => {
      for (const told of life) {
        const entries = ledgerOf(told.order);
        entriesSeen += entries.length;
        explains(entries, told);
      }
    }),
    { numRuns: runs },
  );
  process.stdout.write(`ledger: ${runs} lives, ${entriesSeen} entries\n`);
}, 600_000);

/** Compares sums in as few steps as possible: this runs some hundred thousand times. */
function explains(entries: LedgerEntry[], { order, net, lineNets, currentTotal, paid }: PlatformOrder): void {
  for (const side of sides) {
    const netHere = amount(total(entries, 'gross', side))
      .plus(total(entries, 'discounts', side))
      .plus(total(entries, 'returns', side))
      .plus(total(entries, 'removed', side));
    if (!netHere.equals(amount(net[side]))) expect(netHere.toFixed(), 'net').toBe(net[side]);
    const owed = total(entries, 'total', side);
    if (!amount(owed).equals(amount(currentTotal[side]))) expect(owed, 'current total').toBe(currentTotal[side]);
    const came = total(entries, 'paid', side);
    if (!amount(came).equals(amount(paid[side]))) expect(came, 'paid').toBe(paid[side]);
    if (total(entries, 'rounding', side) !== '0') expect(entries, 'nothing is left unexplained').toEqual([]);
    for (const [id, expected] of lineNets) {
      const mine = entries.filter((entry) => entry.platformLineId === id);
      const lineNet = sum(
        mine.flatMap(({ parts }) =>
          [parts.gross, parts.discounts, parts.returns, parts.removed].map((p) => p?.[side] ?? '0'),
        ),
      );
      if (!lineNet.equals(amount(expected[side]))) expect(lineNet.toFixed(), `net of line ${id}`).toBe(expected[side]);
    }
    for (const entry of entries) {
      const parts = entryParts.flatMap((part) =>
        part === 'tax' && entry.taxIncluded ? [] : [entry.parts[part]?.[side] ?? '0'],
      );
      if (!sum(parts).equals(amount(entry.total[side]))) expect(entry, 'balanced').toBeNull();
    }
  }
  if (new Set(entries.map(({ key }) => key)).size !== entries.length) expect(entries, 'keys are unique').toEqual([]);
  const figures = figuresOf(
    entries,
    order.lines.map((line) => ({ ...line, isAddOn: false })),
    order.refunds.map(({ platformRefundId }) => platformRefundId),
  );
  expect(figures.order.balance).toEqual(canonical(currentTotal));
}

function canonical(pair: { shop: string; presentment: string }) {
  return { shop: amount(pair.shop).toFixed(), presentment: amount(pair.presentment).toFixed() };
}
