import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlatformOrder, platformLives } from '../../../tests/path/platform-lives';
import { type Amount, amount, sum, zero } from '../shared/money';
import { figuresOf } from './figures';
import { entryParts, type LedgerEntry } from './ledger';
import { ledgerOf } from './post-ledger';

const runs = Number(process.env.LEDGER_RUNS ?? 100_000);
const sides = ['shop', 'presentment'] as const;

/** Each text is read once: some hundred thousand orders share their few thousand prices. */
const texts = new Map<string, Amount>();
function read(text = '0'): Amount {
  if (text === '0') return zero;
  const known = texts.get(text) ?? amount(text);
  texts.set(text, known);
  return known;
}

/** The sum of one part, or of the totals, over entries. */
function total(
  entries: LedgerEntry[],
  part: (typeof entryParts)[number] | 'total' | 'paid',
  side: (typeof sides)[number],
) {
  return sum(
    entries.map((entry) => read((part === 'total' || part === 'paid' ? entry[part] : entry.parts[part])?.[side])),
  );
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
    const netHere = total(entries, 'gross', side)
      .plus(total(entries, 'discounts', side))
      .plus(total(entries, 'returns', side))
      .plus(total(entries, 'removed', side));
    if (!netHere.equals(read(net[side]))) expect(netHere.toFixed(), 'net').toBe(net[side]);
    const owed = total(entries, 'total', side);
    if (!owed.equals(read(currentTotal[side]))) expect(owed.toFixed(), 'current total').toBe(currentTotal[side]);
    const came = total(entries, 'paid', side);
    if (!came.equals(read(paid[side]))) expect(came.toFixed(), 'paid').toBe(paid[side]);
    if (!total(entries, 'rounding', side).isZero()) expect(entries, 'nothing is left unexplained').toEqual([]);
    for (const [id, expected] of lineNets) {
      const mine = entries.filter((entry) => entry.platformLineId === id);
      const lineNet = sum(
        mine.flatMap(({ parts }) =>
          [parts.gross, parts.discounts, parts.returns, parts.removed].map((p) => read(p?.[side])),
        ),
      );
      if (!lineNet.equals(read(expected[side]))) expect(lineNet.toFixed(), `net of line ${id}`).toBe(expected[side]);
    }
    for (const entry of entries) {
      const parts = entryParts.flatMap((part) =>
        part === 'tax' && entry.taxIncluded ? [] : [read(entry.parts[part]?.[side])],
      );
      if (!sum(parts).equals(read(entry.total[side]))) expect(entry, 'balanced').toBeNull();
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
