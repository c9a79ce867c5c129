import { exact, times } from '../../money';
import { type CartLine, findLine } from './cart';
import { findVariants, type LineVariant, numberOf } from './shelf';
import type { Shopper } from './shopper';

export type ShownLine = { line: CartLine; variant: LineVariant; unit: string; whole: string };

/** The lines of the cart with what they cost in the shopper's currency; lines whose variant is gone fall out. */
export async function shownLines(shopper: Shopper): Promise<ShownLine[]> {
  const { cart } = shopper;
  const ids = cart.lines.map((line) => line.variantId);
  const variants = await findVariants(shopper, ids);
  return cart.lines.flatMap((line) => {
    const variant = variants.get(line.variantId);
    if (!variant) return [];
    const unit = variant.contextualPricing.price.amount;
    const whole = times({ shop: unit, presentment: unit }, line.quantity).shop;
    return [{ line, variant, unit, whole }];
  });
}

/** The cart as /cart.js answers it: amounts in hundredths of the presentment currency. */
export async function cartJson(shopper: Shopper): Promise<Record<string, unknown>> {
  const { cart, market } = shopper;
  const lines = await shownLines(shopper);
  const items = lines.map((shown) => itemJson(shopper, shown));
  const total = hundredths(totalOf(lines));
  return {
    token: cart.token,
    note: cart.note,
    attributes: cart.attributes,
    original_total_price: total,
    total_price: total,
    total_discount: 0,
    total_weight: 0,
    item_count: lines.reduce((count, { line }) => count + line.quantity, 0),
    items,
    requires_shipping: lines.some(({ variant }) => variant.inventoryItem.requiresShipping),
    currency: market.currency,
    items_subtotal_price: total,
    cart_level_discount_applications: [],
    discount_codes: [],
  };
}

/** One line, by its key, as /cart/add.js answers it. */
export async function lineJson(shopper: Shopper, key: string): Promise<Record<string, unknown> | undefined> {
  const line = findLine(shopper.cart, { id: key });
  const shown = (await shownLines(shopper)).find((one) => one.line === line);
  return shown && itemJson(shopper, shown);
}

/** What the lines cost together, as decimal text. */
export function totalOf(lines: readonly ShownLine[]): string {
  return lines.reduce((sum, { whole }) => sum.plus(whole), exact(0)).toFixed();
}

/** Themes count money in hundredths, whatever the currency. */
export function hundredths(amount: string): number {
  return exact(amount).times(100).round().toNumber();
}

/** Ids are numbers where a number holds them exactly, text where it does not. */
export function jsonId(id: string): number | string {
  const number = Number(id);
  return Number.isSafeInteger(number) ? number : id;
}

function itemJson(shopper: Shopper, { line, variant, unit, whole }: ShownLine): Record<string, unknown> {
  const { product } = variant;
  const plain = variant.title === 'Default Title';
  const price = hundredths(unit);
  const linePrice = hundredths(whole);
  const children = shopper.cart.lines.some((one) => one.parentKey === line.key);
  return {
    id: jsonId(line.variantId),
    properties: line.properties,
    quantity: line.quantity,
    variant_id: jsonId(line.variantId),
    key: line.key,
    title: plain ? product.title : `${product.title} - ${variant.title}`,
    price,
    original_price: price,
    presentment_price: Number(unit),
    discounted_price: price,
    final_price: price,
    line_price: linePrice,
    original_line_price: linePrice,
    final_line_price: linePrice,
    total_discount: 0,
    discounts: [],
    line_level_discount_allocations: [],
    sku: variant.sku ?? '',
    grams: 0,
    vendor: product.vendor,
    taxable: variant.taxable,
    product_id: jsonId(numberOf(product.id)),
    product_has_only_default_variant: plain,
    gift_card: false,
    url: `/products/${product.handle}?variant=${line.variantId}`,
    image: `/pictures/${product.handle}.svg`,
    featured_image: { url: `/pictures/${product.handle}.svg`, alt: product.title, width: 800, height: 800 },
    handle: product.handle,
    requires_shipping: variant.inventoryItem.requiresShipping,
    product_type: product.productType,
    product_title: product.title,
    variant_title: plain ? null : variant.title,
    has_components: false,
    has_nested_lines: children,
    ...(line.parentKey === null ? {} : { parent_relationship: { parent_key: line.parentKey } }),
    instructions: { can_remove: true, can_update_quantity: true },
  };
}
