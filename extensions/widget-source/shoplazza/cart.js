// The cart of this platform takes one line at a time: the product goes first, then each add-on, linked by a property. What
// came in stays in; the shopper is told what did not, and nothing is taken back silently.

import { root } from './cart-read.js';

export async function post(line) {
  const response = await fetch(root() + '/api/cart', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
    body: JSON.stringify({ ...line, refer_info: { source: 'add_to_cart' } }),
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json().catch(() => ({}));
}

/**
 * Adds a product and its add-ons; with `bought`, the link of a product that is in the cart already, the add-ons only.
 * @returns the product's link, and the add-ons that did not come in
 * @throws when the product itself did not: then nothing was added
 */
export async function addWithAddOns(product, addOns, bought) {
  const link = bought || crypto.randomUUID();
  const { properties = {}, ...line } = product;
  if (!bought) await post({ ...line, properties: { ...properties, _tagalong_id: link, _tagalong_v: 's1' } });
  const missing = [];
  for (const addOn of addOns) {
    const { title: _, properties: own, ...rest } = addOn;
    try {
      await post({ ...rest, properties: { ...own, _tagalong_parent: link, _tagalong_v: 's1' } });
    } catch {
      missing.push(addOn);
    }
  }
  return { link, missing };
}
