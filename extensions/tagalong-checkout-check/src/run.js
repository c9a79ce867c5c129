/*
 * Whether the add-ons of a cart may be bought. An add-on is known by its product, which the app made; what a shopper wrote
 * into a line only says which product it belongs to. Anything that is not understood is let through: a shop that sells is
 * worth more than a check.
 */
const productType = 'Tagalong add-on';

export function run({ cart, presentmentCurrencyRate, validation }) {
  const rules = validation?.metafield?.jsonValue?.products ?? {};
  const isAddOn = ({ merchandise }) => merchandise?.product?.productType === productType;
  const products = cart.lines.filter((line) => !isAddOn(line));
  const errors = [];
  for (const line of cart.lines.filter(isAddOn)) {
    const rule = rules[line.merchandise.product.id.split('/').at(-1)] ?? {};
    const parent = parentOf(line, products);
    if (!parent && !(rule.order && products.length > 0)) {
      errors.push('An add-on in your cart has lost its product. Remove it to go on.');
    } else if (parent && rule.pricing && isMispriced(line, parent, rule, Number(presentmentCurrencyRate))) {
      errors.push('The price of an add-on in your cart does not fit its product any more. Remove it and add it again.');
    }
  }
  return {
    operations: errors.length
      ? [{ validationAdd: { errors: [...new Set(errors)].map((message) => ({ message, target: '$.cart' })) } }]
      : [],
  };
}

/** Nested under it, or linked to it where lines could not be nested. */
function parentOf({ parentRelationship, parentLink }, products) {
  const id = parentRelationship?.parent?.id;
  return products.find((line) => (id ? line.id === id : parentLink?.value && line.link?.value === parentLink.value));
}

/**
 * Charged is the rung nearest to what should be charged, so the ladder's worst error is allowed. Markets change prices in
 * ways that a Function is not told: elsewhere than in the shop's own currency the price is not looked at.
 */
function isMispriced(line, parent, { pricing, worstError }, rate) {
  if (rate !== 1) return false;
  const [charged, of] = [line, parent].map(({ cost }) => Math.round(Number(cost.amountPerQuantity.amount) * 100));
  const wanted = wantedOf(pricing, of);
  return Math.abs(charged - wanted) > wanted * worstError + 1;
}

/** As the page finds it (snippets/tagalong-rung.liquid), in hundredths. */
function wantedOf({ tiers, milli, min, max, step }, cents) {
  if (tiers) return tiers.find(({ upTo }) => upTo === null || cents <= upTo)?.price ?? 0;
  const divisor = step * 100_000;
  const wanted = Math.floor((cents * milli + divisor / 2) / divisor) * step;
  return max > 0 ? Math.min(Math.max(wanted, min), max) : Math.max(wanted, min);
}
