import { isRecord, readFields } from '../../web/body';
import { type Exchange, redirect, sendJson } from '../../web/exchange';
import { addToCart, type Cart, changeLine, findLine, type Wanted } from './cart';
import { cartJson, lineJson } from './cart-json';
import { findVariants } from './shelf';
import type { Shopper } from './shopper';

/** Whether the caller is a script (`/cart/add.js`, or one that accepts JSON) and not a plain form. */
function isScript({ url, request }: Exchange): boolean {
  return url.pathname.endsWith('.js') || (request.headers.accept ?? '').includes('application/json');
}

/** GET /cart.js */
export async function answerCart(exchange: Exchange, shopper: Shopper): Promise<void> {
  sendJson(exchange.response, await cartJson(shopper));
}

/** POST /cart/add(.js): one line by form fields, or several by `items`. */
export async function answerAdd(exchange: Exchange, shopper: Shopper): Promise<void> {
  const fields = await readFields(exchange.request);
  const several = Array.isArray(fields.items) || isRecord(fields.items);
  const given = several ? Object.values(fields.items as Record<string, unknown>) : [fields];
  const wanted = given.filter(isRecord).map(wantedOf);
  const variants = await findVariants(
    shopper,
    wanted.map((one) => one.variantId),
  );
  if (wanted.length === 0 || wanted.some((one) => !variants.has(one.variantId))) {
    return refuse(exchange, 404, 'Cannot find variant');
  }
  const soldOut = wanted
    .map((one) => variants.get(one.variantId))
    .find((variant) => variant?.availableForSale === false);
  if (soldOut) return refuse(exchange, 422, `The product '${soldOut.product.title}' is already sold out.`);
  const added = addToCart(shopper.cart, wanted);
  if (added.outcome !== 'added') return refuse(exchange, 422, added.message);
  shopper.saveCart(added.cart);
  if (!isScript(exchange)) return redirect(exchange.response, '/cart');
  const after = { ...shopper, cart: added.cart };
  const lines = await Promise.all(added.keys.map((key) => lineJson(after, key)));
  const sections = sectionsJson(fields);
  sendJson(exchange.response, several ? { items: lines, ...sections } : { ...lines[0], ...sections });
}

/** POST /cart/change(.js): one line, by place, key or variant. */
export async function answerChange(exchange: Exchange, shopper: Shopper): Promise<void> {
  const fields = { ...Object.fromEntries(exchange.url.searchParams), ...(await readFields(exchange.request)) };
  const by = fields.line === undefined ? { id: String(fields.id ?? '') } : { line: Number(fields.line) };
  const line = findLine(shopper.cart, by);
  if (!line) return refuse(exchange, 400, 'no valid id or line parameter');
  const quantity = fields.quantity === undefined ? line.quantity : wholeNumber(fields.quantity, line.quantity);
  const properties = isRecord(fields.properties) ? textsOf(fields.properties) : undefined;
  await finish(exchange, shopper, changeLine(shopper.cart, line.key, quantity, properties), fields);
}

/** POST /cart/update(.js): many quantities, the note, the attributes. */
export async function answerUpdate(exchange: Exchange, shopper: Shopper): Promise<void> {
  const fields = await readFields(exchange.request);
  let { cart } = shopper;
  const { updates } = fields;
  if (Array.isArray(updates)) {
    const before = cart.lines;
    before.forEach((line, i) => {
      if (updates[i] !== undefined) cart = changeLine(cart, line.key, wholeNumber(updates[i], line.quantity));
    });
  } else if (isRecord(updates)) {
    for (const [id, quantity] of Object.entries(updates)) {
      const line = findLine(cart, { id });
      if (line) cart = changeLine(cart, line.key, wholeNumber(quantity, line.quantity));
    }
  }
  if (fields.note !== undefined) cart = { ...cart, note: String(fields.note ?? '') };
  if (isRecord(fields.attributes))
    cart = { ...cart, attributes: { ...cart.attributes, ...textsOf(fields.attributes) } };
  await finish(exchange, shopper, cart, fields);
}

/** POST /cart/clear(.js) */
export async function answerClear(exchange: Exchange, shopper: Shopper): Promise<void> {
  await finish(exchange, shopper, { ...shopper.cart, lines: [] }, {});
}

async function finish(
  exchange: Exchange,
  shopper: Shopper,
  cart: Cart,
  fields: Record<string, unknown>,
): Promise<void> {
  shopper.saveCart(cart);
  if (isScript(exchange)) {
    sendJson(exchange.response, { ...(await cartJson({ ...shopper, cart })), ...sectionsJson(fields) });
  } else redirect(exchange.response, 'checkout' in fields ? '/checkout' : '/cart');
}

/** This theme redraws itself; sections are answered as absent, which themes must bear. */
function sectionsJson(fields: Record<string, unknown>): Record<string, unknown> {
  if (fields.sections === undefined) return {};
  const names = String(fields.sections).split(',').filter(Boolean);
  return { sections: Object.fromEntries(names.map((name) => [name, null])) };
}

function refuse(exchange: Exchange, status: number, description: string): void {
  sendJson(exchange.response, { status, message: status === 422 ? description : 'Cart Error', description }, status);
}

function wantedOf(item: Record<string, unknown>): Wanted {
  const text = (value: unknown) => (value === undefined || value === null || value === '' ? null : String(value));
  return {
    variantId: String(item.id ?? ''),
    quantity: Math.max(1, wholeNumber(item.quantity, 1)),
    properties: isRecord(item.properties) ? textsOf(item.properties) : {},
    parentId: text(item.parent_id),
    parentLineKey: text(item.parent_line_key),
  };
}

function wholeNumber(value: unknown, otherwise: number): number {
  const number = Number.parseInt(String(value), 10);
  return Number.isSafeInteger(number) && number >= 0 ? number : otherwise;
}

/** Empty properties are dropped, as the platform drops them. */
function textsOf(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record)
      .map(([name, value]) => [name, String(value ?? '')] as const)
      .filter(([, value]) => value !== ''),
  );
}
