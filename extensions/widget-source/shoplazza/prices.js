import { lineProperties } from './cart-read.js';
import { rungOf } from './rung.js';

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
export function transformed(input) {
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
