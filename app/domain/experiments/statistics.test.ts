import { describe, expect, test } from 'vitest';
import { randomOf } from '../../../tests/setup/random';
import { breaksGuard, type Group, resultsOf, verdictOf } from './results';
import { differenceOfMeans, differenceOfShares, type Sample } from './statistics';

/** Simulated shops whose truth is known. */
const random = randomOf(20261129);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** A visitor buys with this chance; a basket is lognormal around 50, as baskets are: many small, few very large. */
type Shop = { conversion: number; attach: number; price: number };
const sigma = 0.8;
const basketMean = Math.exp(Math.log(50) + (sigma * sigma) / 2);

class Counts {
  buyers: Sample = { visitors: 0, sum: 0, sumOfSquares: 0 };
  attached: Sample = { visitors: 0, sum: 0, sumOfSquares: 0 };
  revenue: Sample = { visitors: 0, sum: 0, sumOfSquares: 0 };
  visit({ conversion, attach, price }: Shop): void {
    const buys = random() < conversion ? 1 : 0;
    const ticks = buys && random() < attach ? 1 : 0;
    add(this.buyers, buys);
    add(this.attached, ticks);
    add(this.revenue, buys ? Math.exp(Math.log(50) + sigma * normal()) + ticks * price : 0);
  }
}
function add(sample: Sample, value: number): void {
  sample.visitors += 1;
  sample.sum += value;
  sample.sumOfSquares += value * value;
}
function shopOf(shop: Shop, visitors: number): Counts {
  const counts = new Counts();
  for (let n = 0; n < visitors; n++) counts.visit(shop);
  return counts;
}
const truth = (shop: Shop) => ({
  buyers: shop.conversion,
  attached: shop.conversion * shop.attach,
  revenue: shop.conversion * (basketMean + shop.attach * shop.price),
});

test('over 20,000 simulated experiments the intervals hold the truth in 95 of 100, within half a point', () => {
  const control: Shop = { conversion: 0.08, attach: 0.2, price: 8 };
  const treated: Shop = { conversion: 0.075, attach: 0.3, price: 6 };
  const right = { buyers: 0, attached: 0, revenue: 0 };
  // 2,000 would leave half a point to chance.
  const runs = 20_000;
  for (let run = 0; run < runs; run++) {
    const [c, t] = [shopOf(control, 2000), shopOf(treated, 2000)];
    const found = {
      buyers: differenceOfShares(c.buyers, t.buyers),
      attached: differenceOfShares(c.attached, t.attached),
      revenue: differenceOfMeans(c.revenue, t.revenue),
    };
    for (const name of ['buyers', 'attached', 'revenue'] as const) {
      const wanted = truth(treated)[name] - truth(control)[name];
      const { low = 1, high = 0 } = found[name] ?? {};
      if (low <= wanted && wanted <= high) right[name] += 1;
    }
  }
  const coverage = Object.entries(right).map(([name, count]) => [name, (100 * count) / runs] as const);
  process.stdout.write(
    `coverage of 95 % intervals over ${runs} experiments: ${coverage.map(([name, share]) => `${name} ${share.toFixed(2)} %`).join(', ')}\n`,
  );
  for (const [, share] of coverage) expect(Math.abs(share - 95)).toBeLessThanOrEqual(0.5);
});

test('looked at every day for sixty days, the always valid interval loses the truth in fewer than 5 of 100 experiments', () => {
  const shop: Shop = { conversion: 0.08, attach: 0.25, price: 8 };
  const [runs, days, perDay] = [1000, 60, 100];
  const lost = { buyers: 0, revenue: 0, byDay: 0 };
  for (let run = 0; run < runs; run++) {
    const [c, t] = [new Counts(), new Counts()];
    const isLost = { buyers: false, revenue: false, byDay: false };
    for (let day = 1; day <= days; day++) {
      for (let n = 0; n < perDay; n++) {
        c.visit(shop);
        t.visit(shop);
      }
      // Nothing is decided before 200 visitors a group.
      if (day * perDay < 200) continue;
      const buyers = differenceOfShares(c.buyers, t.buyers);
      const revenue = differenceOfMeans(c.revenue, t.revenue);
      if (!buyers || !revenue) throw new Error('no difference');
      isLost.buyers ||= buyers.alwaysLow > 0 || buyers.alwaysHigh < 0;
      isLost.revenue ||= revenue.alwaysLow > 0 || revenue.alwaysHigh < 0;
      isLost.byDay ||= buyers.low > 0 || buyers.high < 0;
    }
    for (const name of ['buyers', 'revenue', 'byDay'] as const) lost[name] += isLost[name] ? 1 : 0;
  }
  const share = (count: number) => `${((100 * count) / runs).toFixed(1)} %`;
  process.stdout.write(
    `false alarms over 60 looks: always valid ${share(lost.buyers)} (conversion), ${share(lost.revenue)} (revenue); plain interval ${share(lost.byDay)}\n`,
  );
  expect(lost.buyers / runs).toBeLessThan(0.05);
  expect(lost.revenue / runs).toBeLessThan(0.05);
  // The reason why there are two: the plain one, looked at daily, would cry wolf.
  expect(lost.byDay / runs).toBeGreaterThan(0.15);
});

describe('verdicts', () => {
  const money = (sum: number, each = 50) => ({ sum, sumOfSquares: sum * each });
  const group = (visitors: number, buyers: number, attached: number): Group => ({
    visitors,
    buyers,
    attached,
    revenue: money(buyers * 50),
    addOnRevenue: money(attached * 8, 8),
    mainRevenue: money(buyers * 50),
  });

  test('few visitors decide nothing, whatever they did', () => {
    expect(verdictOf(resultsOf(group(150, 1, 0), group(150, 90, 60)), 'attachRate')).toBe('early');
  });
  test('a clear gain is better, a clear loss worse, a small one open', () => {
    expect(verdictOf(resultsOf(group(5000, 400, 40), group(5000, 400, 160)), 'attachRate')).toBe('better');
    expect(verdictOf(resultsOf(group(5000, 400, 160), group(5000, 400, 40)), 'attachRate')).toBe('worse');
    expect(verdictOf(resultsOf(group(5000, 400, 40), group(5000, 400, 44)), 'attachRate')).toBe('open');
  });
  test('the guard acts on a sure loss beyond the bound, not on a smaller or an unsure one', () => {
    const halved = resultsOf(group(20_000, 1600, 100), group(20_000, 800, 100));
    expect(breaksGuard(halved, 0.05)).toBe(true);
    expect(breaksGuard(halved, 0.6)).toBe(false);
    expect(breaksGuard(resultsOf(group(20_000, 1600, 100), group(20_000, 1580, 100)), 0.05)).toBe(false);
    expect(breaksGuard(resultsOf(group(150, 90, 0), group(150, 1, 0)), 0.05)).toBe(false);
  });
  test('nobody yet is no difference', () => {
    const { compared } = resultsOf(group(0, 0, 0), group(0, 0, 0));
    expect(compared.revenue).toEqual({ control: 0, treated: 0, difference: null });
  });
});
