// What stands in the cart.

export const root = () =>
  ((window.SHOPLAZZA && window.SHOPLAZZA.routes && window.SHOPLAZZA.routes.root) || '').replace(/\/$/, '');

/** A line's own properties as one record, however the cart writes them: nothing, JSON, pairs, a record. */
export function lineProperties({ properties }) {
  try {
    const value = typeof properties === 'string' ? JSON.parse(properties || '{}') : properties || {};
    return (Array.isArray(value) ? Object.fromEntries(value.map((one) => [one.name, one.value])) : value) || {};
  } catch {
    return {};
  }
}

/** Its lines, each with its properties as `own`. */
export async function readCart() {
  const { cart } = await (await fetch(root() + '/api/cart', { credentials: 'same-origin' })).json();
  return cart.line_items.map((line) => ({ ...line, own: lineProperties(line) }));
}
