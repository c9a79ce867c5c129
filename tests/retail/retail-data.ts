/**
 * A wholesaler's year, made up from a fixed seed with the size and shape of a retail data set that researchers use:
 * 18,532 invoices of 4,338 customers with 397,884 lines between December 2010 and December 2011, 3,624 credit notes,
 * prices in pence. Everything is whole numbers: what the year comes to is added up here, without the app.
 */
export type RetailLine = { stock: number; quantity: number; pence: number };
export type CreditNote = { at: LocalTime; lines: { line: number; quantity: number }[] };
export type Invoice = { id: number; customer: number; at: LocalTime; lines: RetailLine[]; credits: CreditNote[] };
/** A time on the shop's wall. */
export type LocalTime = { day: string; minute: number };

export const whole = { invoices: 18_532, lines: 397_884, credits: 3_624, customers: 4_338 } as const;
export type Size = { invoices: number; lines: number; credits: number; customers: number };

/** The same year with fewer of everything. */
export function partOf(share: number): Size {
  const part = (n: number) => Math.round(n * share);
  const { invoices, lines, credits, customers } = whole;
  return { invoices: part(invoices), lines: part(lines), credits: part(credits), customers: part(customers) };
}

export function makeInvoices(size: Size, seed = 2011): Invoice[] {
  const dice = diceOf(seed);
  const counts = lineCounts(size, dice);
  const first = Date.UTC(2010, 11, 1);
  const invoices = counts.map((count, n): Invoice => {
    // Every customer buys once; after that some buy far more often than others.
    const customer = n < size.customers ? n : Math.floor(size.customers * dice() * dice() * dice());
    const day = new Date(first + Math.floor(dice() * 374) * 86_400_000).toISOString().slice(0, 10);
    const lines = Array.from({ length: count }, () => lineOf(dice));
    return {
      id: 536_365 + n,
      customer: 12_346 + customer,
      at: { day, minute: 480 + Math.floor(dice() * 780) },
      lines,
      credits: [],
    };
  });
  for (let made = 0; made < size.credits; ) {
    const invoice = invoices[Math.floor(dice() * invoices.length)] as Invoice;
    const credit = creditOf(invoice, dice);
    if (credit === null) continue;
    invoice.credits.push(credit);
    made += 1;
  }
  return invoices;
}

/** So many numbers of lines, uneven, that they are exactly as many in all. */
function lineCounts({ invoices, lines }: Size, dice: () => number): number[] {
  const weights = Array.from({ length: invoices }, () => -Math.log(1 - dice() * 0.999));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = weights.map((weight) => 1 + Math.floor((weight / all) * (lines - invoices)));
  let left = lines - counts.reduce((sum, count) => sum + count, 0);
  for (let n = 0; left > 0; n = (n + 1) % invoices, left--) counts[n] = (counts[n] ?? 0) + 1;
  return counts;
}

function lineOf(dice: () => number): RetailLine {
  const stock = Math.floor(3665 * dice() * dice());
  const pence = 3 + ((stock * 7919) % 1293) + (stock % 97 === 0 ? 2000 : 0);
  const quantity = dice() < 0.02 ? 100 + Math.floor(dice() * 900) : 1 + Math.floor(24 * dice() * dice());
  return { stock, quantity, pence };
}

/** Some of what is left of an invoice, up to three months later; null when nothing is left. */
function creditOf(invoice: Invoice, dice: () => number): CreditNote | null {
  const isWhole = dice() < 0.15;
  const lines: CreditNote['lines'] = [];
  for (const [line, { quantity }] of invoice.lines.entries()) {
    const back = invoice.credits.flatMap((one) => one.lines).filter((one) => one.line === line);
    const left = quantity - back.reduce((sum, one) => sum + one.quantity, 0);
    if (left > 0 && (isWhole || dice() < 2 / invoice.lines.length)) {
      lines.push({ line, quantity: isWhole ? left : 1 + Math.floor(dice() * left) });
    }
  }
  if (lines.length === 0) return null;
  const day = new Date(Date.parse(invoice.at.day) + (1 + Math.floor(dice() * 90)) * 86_400_000);
  return { at: { day: day.toISOString().slice(0, 10), minute: 480 + Math.floor(dice() * 780) }, lines };
}

export type Control = { orders: number; gross: bigint; returns: bigint };
export type Controls = {
  whole: Control;
  days: Map<string, Control>;
  orders: Map<number, Control>;
  customers: Map<number, Control>;
};

/** What the invoices come to, in pence: in all, day by day, by order and by customer. */
export function controlsOf(invoices: Invoice[]): Controls {
  const none = (): Control => ({ orders: 0, gross: 0n, returns: 0n });
  const controls: Controls = { whole: none(), days: new Map(), orders: new Map(), customers: new Map() };
  const of = <Key>(map: Map<Key, Control>, key: Key): Control => {
    const control = map.get(key) ?? none();
    map.set(key, control);
    return control;
  };
  for (const invoice of invoices) {
    const shared = [controls.whole, of(controls.orders, invoice.id), of(controls.customers, invoice.customer)];
    const sold = [...shared, of(controls.days, invoice.at.day)];
    for (const control of sold) control.orders += 1;
    for (const { quantity, pence } of invoice.lines) {
      for (const control of sold) control.gross += BigInt(quantity) * BigInt(pence);
    }
    for (const credit of invoice.credits) {
      for (const { line, quantity } of credit.lines) {
        const back = BigInt(quantity) * BigInt(invoice.lines[line]?.pence ?? 0);
        for (const control of [...shared, of(controls.days, credit.at.day)]) control.returns += back;
      }
    }
  }
  return controls;
}

function diceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
