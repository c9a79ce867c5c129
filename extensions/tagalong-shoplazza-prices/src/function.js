// Written by `npm run widget` from extensions/widget-source/shoplazza; change it there.
// Which variant of an add-on is charged beside a product of a price: app/domain/addons/pricing.ts and ladder.ts decide the same.

/** The variant that is charged and its hundredths; undefined when none is near. */
function rungOf({ tiers, milli, min, max, step }, rungs, cents) {
  let wanted = 0;
  if (tiers) {
    const tier = tiers.find(({ upTo }) => upTo === null || cents <= upTo);
    wanted = tier ? tier.price : 0;
  } else {
    const divisor = step * 100000;
    wanted = Math.floor((cents * milli + divisor / 2) / divisor) * step;
    if (wanted < min) wanted = min;
    if (max > 0 && wanted > max) wanted = max;
  }
  let best;
  for (const rung of wanted > 0 ? rungs : []) {
    if (!best || Math.abs(rung[1] - wanted) < Math.abs(best[1] - wanted)) best = rung;
    if (rung[1] >= wanted) break;
  }
  return best;
}

// What stands in the cart.

const root = () =>
  ((window.SHOPLAZZA && window.SHOPLAZZA.routes && window.SHOPLAZZA.routes.root) || '').replace(/\/$/, '');

/** A line's own properties as one record, however the cart writes them: nothing, JSON, pairs, a record. */
function lineProperties({ properties }) {
  try {
    const value = typeof properties === 'string' ? JSON.parse(properties || '{}') : properties || {};
    return (Array.isArray(value) ? Object.fromEntries(value.map((one) => [one.name, one.value])) : value) || {};
  } catch {
    return {};
  }
}

/** Its lines, each with its properties as `own`. */
async function readCart() {
  const { cart } = await (await fetch(root() + '/api/cart', { credentials: 'same-origin' })).json();
  return cart.line_items.map((line) => ({ ...line, own: lineProperties(line) }));
}


/*
 * The price that the platform charges for an add-on whose price depends on its product. Its variants are the prices it is
 * sold at; a shopper may put another variant beside a product than the page showed them, and this charges the one that
 * fits. Which product an add-on belongs to is all that is read of what a shopper can write; prices come from variants and
 * from the rule, which only the app can write. What is not understood is left alone: a cart is worth more than a check.
 */
const hundredths = (price) => Math.round(Number(price) * 100);

/** The app's rule of an add-on's product: `{v: 1, pricing, rungs: [[variant, hundredths]]}`; undefined for other products. */
function ruleOf({ product }) {
  const found = ((product && product.metafields) || []).find(
    ({ namespace, key }) => namespace === 'tagalong' && key === 'price',
  );
  if (!found) return undefined;
  try {
    return typeof found.value === 'string' ? JSON.parse(found.value) : found.value;
  } catch {
    return {};
  }
}

/** What the platform hands to a cart-transform function, and what it takes back. */
function transformed(input) {
  const lines = ((input && input.cart && input.cart.line_items) || []).map((line) => ({
    line,
    rule: ruleOf(line),
    own: lineProperties(line),
  }));
  const products = new Map();
  for (const { line, rule, own } of lines) if (!rule && own._tagalong_id) products.set(own._tagalong_id, line);
  const update = [];
  for (const { line, rule, own } of lines) {
    const parent = products.get(own._tagalong_parent);
    if (!parent || !rule || !rule.pricing || !rule.rungs) continue;
    const charged = hundredths(line.product.price);
    const sold = rule.rungs.find(([variant]) => variant === String(line.product.variant_id));
    // In another currency, or at a price that the merchant gave it, it is not ours to say.
    if (!sold || sold[1] !== charged) continue;
    const fitting = rungOf(rule.pricing, rule.rungs, hundredths(parent.product.price));
    if (fitting && fitting[1] !== charged)
      update.push({ id: line.id, price: { adjustment_fixed_price: (fitting[1] / 100).toFixed(2) } });
  }
  // Its documents say `operations`, its examples that run say `operation`.
  return { operation: { update }, operations: { update } };
}


/* A function is a program: the cart comes in as JSON on 0, the answer goes out as JSON on 1. */
const parts = [];
let size = 0;
for (;;) {
  const part = new Uint8Array(4096);
  const read = Javy.IO.readSync(0, part);
  if (read === 0) break;
  parts.push(part.subarray(0, read));
  size += read;
}
const input = new Uint8Array(size);
let at = 0;
for (const part of parts) {
  input.set(part, at);
  at += part.length;
}
Javy.IO.writeSync(
  1,
  new TextEncoder().encode(JSON.stringify(transformed(JSON.parse(new TextDecoder().decode(input))))),
);
