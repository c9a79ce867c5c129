import fc from 'fast-check';
import type { LedgerOrder, LedgerRefund } from '../../app/domain/orders/ledger';
import { type MoneyPair, minorDigits } from '../../app/domain/shared/money';

/**
 * A platform that keeps its own books, in whole minor units and by its own arithmetic, so that ours can be compared
 * with them: orders are placed, edited, partly refunded by units and by amounts, exchanged, cancelled, paid and paid
 * back. After every event it tells the order as it stands and what it comes to.
 */
export type PlatformOrder = {
  order: LedgerOrder;
  /** current subtotal: goods less discounts, returns and removed units, discrepancies in it */
  net: MoneyPair;
  lineNets: Map<string, MoneyPair>;
  currentTotal: MoneyPair;
  paid: MoneyPair;
};

/** Minor units of both sides. */
type Minor = { shop: bigint; presentment: bigint };
type Line = { id: string; price: Minor; quantity: number; discount: Minor; tax: Minor; gone: number; silent: boolean };
type State = {
  currency: string;
  presentmentCurrency: string;
  rate: bigint;
  taxesIncluded: boolean;
  lines: Line[];
  shipping: { id: string; price: Minor; tax: Minor }[];
  shippingBack: bigint;
  tips: Minor;
  duties: Minor;
  refunds: LedgerRefund[];
  goodsBack: Map<string, Minor>;
  taxBack: Minor;
  shipBack: Minor;
  discrepancy: Minor;
  removed: Map<string, Minor>;
  removedTax: Minor;
  edits: LedgerOrder['edits'];
  transactions: LedgerOrder['transactions'];
  cancelledAt: string | null;
  clock: number;
};

const currencies = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const line = fc.record({
  price: fc.integer({ min: 0, max: 99_999 }),
  quantity: fc.integer({ min: 1, max: 5 }),
  off: fc.integer({ min: 0, max: 100 }),
  taxed: fc.integer({ min: 0, max: 25 }),
});
const event = fc.record({
  kind: fc.constantFrom(
    ...([
      'refund',
      'refund',
      'gesture',
      'ship-back',
      'grow',
      'add',
      'shrink',
      'shrink-silently',
      'exchange',
      'cancel',
      'pay',
      'pay-back',
    ] as const),
  ),
  pick: fc.nat(10_000),
  units: fc.integer({ min: 1, max: 4 }),
  line,
});
const seed = fc.record({
  currency: currencies,
  presentment: fc.option(currencies, { nil: null }),
  rate: fc.integer({ min: 50, max: 20_000 }),
  taxesIncluded: fc.boolean(),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  shipping: fc.array(fc.integer({ min: 0, max: 2_000 }), { maxLength: 2 }),
  tips: fc.option(fc.integer({ min: 1, max: 900 }), { nil: 0, freq: 4 }),
  duties: fc.option(fc.integer({ min: 1, max: 900 }), { nil: 0, freq: 4 }),
  events: fc.array(event, { maxLength: 6 }),
});
type Seed = typeof seed extends fc.Arbitrary<infer T> ? T : never;
type Event = Seed['events'][number];

/** The tellings of one order after each event of its life. */
export function platformLives(): fc.Arbitrary<PlatformOrder[]> {
  return seed.map(live);
}

function live(seed: Seed): PlatformOrder[] {
  const state: State = {
    currency: seed.currency,
    presentmentCurrency: seed.presentment ?? seed.currency,
    rate: seed.presentment === null || seed.presentment === seed.currency ? 1_000n : BigInt(seed.rate),
    taxesIncluded: seed.taxesIncluded,
    lines: [],
    shipping: [],
    shippingBack: 0n,
    tips: none,
    duties: none,
    refunds: [],
    goodsBack: new Map(),
    taxBack: none,
    shipBack: none,
    discrepancy: none,
    removed: new Map(),
    removedTax: none,
    edits: [],
    transactions: [],
    cancelledAt: null,
    clock: Date.parse('2026-03-01T10:00:00Z'),
  };
  for (const one of seed.lines) addLine(state, one);
  state.shipping = seed.shipping.map((price, n) => ({
    id: `s${n}`,
    price: seen(state, price),
    tax: seen(state, price / 10),
  }));
  state.tips = seen(state, seed.tips);
  state.duties = seen(state, seed.duties);
  const told = [tell(state)];
  for (const one of seed.events) {
    state.clock += 60_000 + (one.pick % 90_000_000);
    happen(state, one);
    told.push(tell(state));
  }
  return told;
}

function happen(state: State, event: Event): void {
  const line = state.lines[event.pick % state.lines.length] as Line;
  const units = Math.min(event.units, line.quantity - line.gone);
  const isOver = state.cancelledAt !== null;
  if (event.kind === 'refund' && units > 0 && !line.silent) refund(state, [[line, units]], 'return');
  if (event.kind === 'gesture') gesture(state, event.pick);
  if (event.kind === 'ship-back') shipBack(state, event.pick);
  if (event.kind === 'grow' && !isOver && !line.silent) grow(state, line, event.units);
  if (event.kind === 'add' && !isOver) edit(state, [[addLine(state, event.line).id, event.line.quantity]]);
  if (event.kind === 'shrink' && units > 0 && !isOver && !line.silent) {
    edit(state, [[line.id, -units]]);
    refund(state, [[line, units]], 'no_restock');
  }
  if (event.kind === 'shrink-silently' && units > 0 && line.gone === 0 && !isOver) vanish(state, line, units);
  if (event.kind === 'exchange' && units > 0 && !isOver && !line.silent) {
    refund(state, [[line, units]], 'return', 'ret-1');
    edit(state, [[addLine(state, event.line).id, event.line.quantity]]);
  }
  if (event.kind === 'cancel' && !isOver) {
    state.cancelledAt = at(state);
    const left = state.lines.filter((one) => !one.silent && one.quantity > one.gone);
    if (left.length > 0)
      refund(
        state,
        left.map((one): [Line, number] => [one, one.quantity - one.gone]),
        'cancel',
      );
  }
  if (event.kind === 'pay') pay(state, 'sale', event.pick);
  if (event.kind === 'pay-back') pay(state, 'refund', event.pick);
}

function addLine(state: State, one: Seed['lines'][number]): Line {
  const price = seen(state, one.price);
  const whole = times(price, one.quantity);
  const part = (percent: number) => ({
    shop: (whole.shop * BigInt(percent)) / 100n,
    presentment: (whole.presentment * BigInt(percent)) / 100n,
  });
  const made = { price, quantity: one.quantity, discount: part(one.off), tax: part(one.taxed), gone: 0, silent: false };
  const line = { id: `l${state.lines.length}`, ...made };
  state.lines.push(line);
  return line;
}

/** More of a line at its price; the platform recomputes discount and tax for the whole line. */
function grow(state: State, line: Line, units: number): void {
  if (line.gone > 0) return;
  const more = (whole: Minor) =>
    plus(whole, {
      shop: (whole.shop * BigInt(units)) / BigInt(line.quantity),
      presentment: (whole.presentment * BigInt(units)) / BigInt(line.quantity),
    });
  line.discount = more(line.discount);
  line.tax = more(line.tax);
  line.quantity += units;
  edit(state, [[line.id, units]]);
}

function edit(state: State, deltas: [string, number][]): void {
  state.edits.push({
    platformEditId: `e${state.edits.length}`,
    at: at(state),
    lines: deltas.map(([platformLineId, delta]) => ({ platformLineId, delta })),
  });
}

/** Units that are gone and that no refund speaks of. */
function vanish(state: State, line: Line, units: number): void {
  const worth = minus(times(line.price, line.quantity), line.discount);
  line.gone += units;
  line.silent = true;
  state.removed.set(line.id, upTo(worth, units, line.quantity));
  state.removedTax = plus(state.removedTax, upTo(line.tax, units, line.quantity));
}

/** Shares are cut from the whole line one after the other, so that all refunds together are the line. */
function refund(
  state: State,
  what: [Line, number][],
  restockType: string,
  platformReturnId: string | null = null,
): void {
  const id = `r${state.refunds.length}`;
  const lines = what.map(([line, units], n) => {
    const cut = (whole: Minor) =>
      minus(upTo(whole, line.gone + units, line.quantity), upTo(whole, line.gone, line.quantity));
    const subtotal = cut(minus(times(line.price, line.quantity), line.discount));
    const tax = cut(line.tax);
    line.gone += units;
    state.goodsBack.set(line.id, plus(state.goodsBack.get(line.id) ?? none, subtotal));
    state.taxBack = plus(state.taxBack, tax);
    const ids = { platformRefundLineId: `${id}-${n}`, platformLineId: line.id };
    return { ...ids, quantity: units, restockType, subtotal: text(state, subtotal), tax: text(state, tax) };
  });
  state.refunds.push({ platformRefundId: id, platformReturnId, createdAt: at(state), lines, adjustments: [] });
}

function gesture(state: State, pick: number): void {
  const amount = seen(state, pick % 1_000);
  state.discrepancy = minus(state.discrepancy, amount);
  adjust(state, 'refund_discrepancy', negated(amount), none);
}

function shipBack(state: State, pick: number): void {
  const line = state.shipping[0];
  if (!line || state.shippingBack > 0n) return;
  state.shippingBack = 1n;
  const amount = upTo(line.price, pick % 4, 4);
  const tax = upTo(line.tax, pick % 4, 4);
  state.shipBack = plus(state.shipBack, amount);
  state.taxBack = plus(state.taxBack, tax);
  adjust(state, 'shipping_refund', negated(amount), negated(tax));
}

function adjust(state: State, kind: string, amount: Minor, tax: Minor): void {
  const platformRefundId = `r${state.refunds.length}`;
  const one = {
    platformAdjustmentId: `${platformRefundId}-a`,
    kind,
    amount: text(state, amount),
    tax: text(state, tax),
  };
  state.refunds.push({ platformRefundId, platformReturnId: null, createdAt: at(state), lines: [], adjustments: [one] });
}

function pay(state: State, kind: string, pick: number): void {
  const status = pick % 4 === 0 ? 'pending' : pick % 7 === 0 ? 'failure' : 'success';
  state.transactions.push({
    platformTransactionId: `t${state.transactions.length}`,
    platformRefundId: null,
    kind,
    status,
    amount: text(state, seen(state, pick)),
    createdAt: at(state),
    processedAt: at(state),
  });
}

function tell(state: State): PlatformOrder {
  const lineNets = new Map(
    state.lines.map((line) => {
      const worth = minus(times(line.price, line.quantity), line.discount);
      const back = plus(state.goodsBack.get(line.id) ?? none, state.removed.get(line.id) ?? none);
      return [line.id, minus(worth, back)];
    }),
  );
  const net = plus(sum([...lineNets.values()]), state.discrepancy);
  const subtotal = sum(state.lines.map((line) => minus(times(line.price, line.quantity), line.discount)));
  const shipping = sum(state.shipping.map(({ price }) => price));
  const tax = sum([...state.lines, ...state.shipping].map((one) => one.tax));
  const extra = plus(shipping, plus(state.tips, state.duties));
  const total = plus(plus(subtotal, extra), state.taxesIncluded ? none : tax);
  const currentTax = minus(tax, plus(state.taxBack, state.removedTax));
  const currentTotal = plus(plus(net, minus(extra, state.shipBack)), state.taxesIncluded ? none : currentTax);
  const paid = state.transactions
    .filter(({ status }) => status === 'success')
    .map(({ kind, amount }) => (kind === 'sale' ? read(state, amount) : negated(read(state, amount))));
  const money = (value: Minor) => text(state, value);
  return {
    net: money(net),
    lineNets: new Map([...lineNets].map(([id, value]) => [id, money(value)])),
    currentTotal: money(currentTotal),
    paid: money(sum(paid)),
    order: {
      createdAt: '2026-03-01T10:00:00Z',
      updatedAt: at(state),
      cancelledAt: state.cancelledAt,
      currency: state.currency,
      presentmentCurrency: state.presentmentCurrency,
      taxesIncluded: state.taxesIncluded,
      isSummary: false,
      totals: {
        total: money(total),
        tax: money(tax),
        shipping: money(shipping),
        tips: money(state.tips),
        duties: money(state.duties),
        currentTotal: money(currentTotal),
        outstanding: null,
      },
      lines: state.lines.map((line) => ({
        platformLineId: line.id,
        quantity: line.quantity,
        currentQuantity: line.quantity - line.gone,
        unitPrice: money(line.price),
        discounts: money(line.discount),
        tax: money(line.tax),
        isGiftCard: false,
      })),
      shippingLines: state.shipping.map((one) => ({
        platformShippingLineId: one.id,
        discounted: money(one.price),
        tax: money(one.tax),
      })),
      edits: structuredClone(state.edits),
      refunds: structuredClone(state.refunds),
      transactions: structuredClone(state.transactions),
    },
  };
}

const none: Minor = { shop: 0n, presentment: 0n };

/** An amount of the shop and what the shopper saw of it, at the order's rate. */
function seen(state: State, shop: number): Minor {
  const units = BigInt(Math.trunc(shop));
  return { shop: units, presentment: (units * state.rate) / 1_000n };
}

function at(state: State): string {
  return new Date(state.clock).toISOString();
}

function plus(a: Minor, b: Minor): Minor {
  return { shop: a.shop + b.shop, presentment: a.presentment + b.presentment };
}

function minus(a: Minor, b: Minor): Minor {
  return { shop: a.shop - b.shop, presentment: a.presentment - b.presentment };
}

function negated(a: Minor): Minor {
  return minus(none, a);
}

function times(a: Minor, count: number): Minor {
  return { shop: a.shop * BigInt(count), presentment: a.presentment * BigInt(count) };
}

function sum(all: Minor[]): Minor {
  return all.reduce(plus, none);
}

/** The worth of the first `units` of `of`, half up. */
function upTo(whole: Minor, units: number, of: number): Minor {
  const share = (value: bigint) => (value * BigInt(units) * 2n + BigInt(of)) / (2n * BigInt(of));
  return { shop: share(whole.shop), presentment: share(whole.presentment) };
}

function text(state: State, value: Minor): MoneyPair {
  return {
    shop: written(value.shop, state.currency),
    presentment: written(value.presentment, state.presentmentCurrency),
  };
}

function written(minor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const size = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = digits === 0 ? size : `${size.slice(0, -digits)}.${size.slice(-digits)}`;
  return minor < 0n ? `-${whole}` : whole;
}

function read(state: State, pair: MoneyPair): Minor {
  const of = (value: string, currency: string) => {
    const [whole = '0', part = ''] = value.split('.');
    return BigInt(whole + part.padEnd(minorDigits(currency), '0'));
  };
  return { shop: of(pair.shop, state.currency), presentment: of(pair.presentment, state.presentmentCurrency) };
}
