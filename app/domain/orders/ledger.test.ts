import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlatformOrder, platformLives } from '../../../tests/path/platform-lives';
import { amount } from '../shared/money';
import { figuresOf } from './figures';
import { entryParts, type LedgerEntry } from './ledger';
import { ledgerOf } from './post-ledger';

const runs = Number(process.env.LEDGER_RUNS ?? 100_000);
const sides = ['shop', 'presentment'] as const;

/** In thousandths, which are whole and exact: some hundred thousand orders are added up here. */
const texts = new Map<string, number>();
function read(text = '0'): number {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const [, sign, whole = '', part = ''] = /^(-?)(\d{1,9})(?:\.(\d{1,3}))?$/.exec(text) ?? [];
  if (sign === undefined) throw new Error(`${text} has more than three digits behind the point`);
  const value = Number(`${sign}${whole}${part.padEnd(3, '0')}`);
  texts.set(text, value);
  return value;
}

const sum = (all: number[]) => all.reduce((one, next) => one + next, 0);

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

/** What a line, or an order, comes to without tax and shipping. */
const netParts = ['gross', 'discounts', 'returns', 'removed'] as const;

/** Compares before it asks `expect`, which takes longer than all the rest. */
function explains(entries: LedgerEntry[], { order, net, lineNets, currentTotal, paid }: PlatformOrder): void {
  const same = (mine: number, told: string, what: string) => {
    if (mine !== read(told)) expect(mine, `${what}, in thousandths`).toBe(read(told));
  };
  for (const side of sides) {
    same(sum(netParts.map((part) => total(entries, part, side))), net[side], 'net');
    same(total(entries, 'total', side), currentTotal[side], 'current total');
    same(total(entries, 'paid', side), paid[side], 'paid');
    if (total(entries, 'rounding', side) !== 0) expect(entries, 'nothing is left unexplained').toEqual([]);
    for (const [id, expected] of lineNets) {
      const mine = entries.filter((entry) => entry.platformLineId === id);
      same(sum(netParts.map((part) => total(mine, part, side))), expected[side], `net of line ${id}`);
    }
    for (const { parts, taxIncluded, total: whole } of entries) {
      const told = entryParts.filter((part) => part !== 'tax' || !taxIncluded);
      if (sum(told.map((part) => read(parts[part]?.[side]))) !== read(whole[side]))
        expect(parts, 'balanced').toBeNull();
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
