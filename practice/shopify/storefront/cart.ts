import { createHash } from 'node:crypto';

/** One line of a cart; a child (nested line) names its parent's key. */
export type CartLine = {
  key: string;
  variantId: string;
  quantity: number;
  properties: Readonly<Record<string, string>>;
  parentKey: string | null;
};

export type Cart = {
  token: string;
  lines: readonly CartLine[];
  note: string;
  attributes: Readonly<Record<string, string>>;
};

/** One item of a request to /cart/add.js. */
export type Wanted = {
  variantId: string;
  quantity: number;
  properties: Readonly<Record<string, string>>;
  /** the variant of a parent in the same request */
  parentId: string | null;
  /** the key of a parent that lies in the cart already */
  parentLineKey: string | null;
};

export type Added =
  | { outcome: 'added'; cart: Cart; keys: readonly string[] }
  | { outcome: 'no-parent'; message: string }
  | { outcome: 'both-parents'; message: string };

const NO_PARENT = 'Parent line does not match any existing or added lines';

/** Adds items as the platform's cart does: equal lines merge, new ones come first, children follow their parent. */
export function addToCart(cart: Cart, wanted: readonly Wanted[]): Added {
  let lines = [...cart.lines];
  const addedNow = new Map<string, string>();
  const keys = new Map<Wanted, string>();
  const parents = wanted.filter((one) => one.parentId === null && one.parentLineKey === null);
  const children = wanted.filter((one) => !parents.includes(one));
  for (const one of parents) {
    const key = keyOf(one.variantId, one.properties, null);
    keys.set(one, key);
    addedNow.set(one.variantId, key);
    lines = merged(lines, { ...one, key, parentKey: null });
  }
  for (const one of children) {
    if (one.parentId !== null && one.parentLineKey !== null) {
      return { outcome: 'both-parents', message: 'Only one of parent_id and parent_line_key can be given' };
    }
    const parentKey = one.parentId === null ? one.parentLineKey : (addedNow.get(one.parentId) ?? null);
    const parent = lines.find((line) => line.key === parentKey);
    // One level only, and nothing under itself.
    if (!parent || parent.parentKey !== null || parent.variantId === one.variantId) {
      return { outcome: 'no-parent', message: NO_PARENT };
    }
    const key = keyOf(one.variantId, one.properties, parent.key);
    keys.set(one, key);
    lines = merged(lines, { ...one, key, parentKey: parent.key });
  }
  return { outcome: 'added', cart: { ...cart, lines }, keys: wanted.map((one) => keys.get(one) ?? '') };
}

/** Sets a line's quantity; with none left the line goes, and its children with it. */
export function changeLine(
  cart: Cart,
  key: string,
  quantity: number,
  properties?: Readonly<Record<string, string>>,
): Cart {
  if (quantity <= 0) {
    return { ...cart, lines: cart.lines.filter((line) => line.key !== key && line.parentKey !== key) };
  }
  const before = cart.lines.find((line) => line.key === key);
  if (!before) return cart;
  const newKey = properties ? keyOf(before.variantId, properties, before.parentKey) : key;
  const lines = cart.lines.map((line) => {
    if (line.key === key) return { ...line, quantity, key: newKey, properties: properties ?? line.properties };
    return line.parentKey === key ? { ...line, parentKey: newKey } : line;
  });
  return { ...cart, lines };
}

/** Finds a line as /cart/change.js names it: by its place from 1, its key, or its variant's id. */
export function findLine(cart: Cart, by: { line?: number; id?: string }): CartLine | undefined {
  if (by.line !== undefined) return cart.lines[by.line - 1];
  return cart.lines.find((line) => line.key === by.id) ?? cart.lines.find((line) => line.variantId === by.id);
}

export function emptyCart(token: string): Cart {
  return { token, lines: [], note: '', attributes: {} };
}

function merged(lines: readonly CartLine[], line: Wanted & { key: string; parentKey: string | null }): CartLine[] {
  const known = lines.find((one) => one.key === line.key);
  if (known) {
    return lines.map((one) => (one === known ? { ...one, quantity: one.quantity + line.quantity } : one));
  }
  const { key, variantId, quantity, properties, parentKey } = line;
  const made: CartLine = { key, variantId, quantity, properties, parentKey };
  if (parentKey === null) return [made, ...lines];
  let at = lines.findIndex((one) => one.key === parentKey) + 1;
  while (lines[at]?.parentKey === parentKey) at += 1;
  return [...lines.slice(0, at), made, ...lines.slice(at)];
}

function keyOf(variantId: string, properties: Readonly<Record<string, string>>, parentKey: string | null): string {
  const sorted = Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('md5').update(JSON.stringify([variantId, sorted, parentKey]));
  return `${variantId}:${hash.digest('hex')}`;
}
