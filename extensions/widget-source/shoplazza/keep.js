import { post } from './cart.js';
import { readCart, root } from './cart-read.js';

/*
 * Keeps the cart in step wherever it changes: an add-on leaves with its product, and one that is sold for each piece follows
 * its number. Lines cannot be changed by this cart's interface, so one that must be is taken out and put in again.
 */
let busy = false;
let again = false;

const remove = ({ id, product_id, variant_id }) =>
  fetch(root() + '/api/cart/' + encodeURIComponent(variant_id), {
    method: 'DELETE',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ id, product_id, variant_id }),
  }).then((response) => {
    if (!response.ok) throw new Error(String(response.status));
  });

/** The lines of add-ons that must change, with the number that they have and should have; 0 is none. */
function outOfStep(lines) {
  const products = new Map();
  for (const line of lines) if (line.own._tagalong_id) products.set(line.own._tagalong_id, line);
  return lines.flatMap((line) => {
    if (!line.own._tagalong_parent) return [];
    const product = products.get(line.own._tagalong_parent);
    const have = Number(line.quantity);
    const wanted = !product ? 0 : line.own._tagalong_pieces === 'unit' ? Number(product.quantity) : have;
    return wanted === have ? [] : [{ line, have, wanted }];
  });
}

/** False when the cart did not take the same changes the last time: trying again at every load would never end. */
function isNew(changes) {
  const state = changes.map(({ line, have, wanted }) => [line.variant_id, have, wanted]).join();
  try {
    const before = sessionStorage.getItem('tagalong-kept') || '';
    sessionStorage.setItem('tagalong-kept', state);
    return state !== before;
  } catch {
    return !document.querySelector('[data-tagalong-reload]');
  }
}

async function keep() {
  again = busy;
  if (busy) return;
  busy = true;
  try {
    const changes = outOfStep(await readCart());
    if (!isNew(changes)) return;
    try {
      for (const change of changes) await follow(change);
    } finally {
      // The page shows the cart as it was.
      if (changes.length && document.querySelector('[data-tagalong-reload]')) location.reload();
    }
  } catch {
    // Offline, or another interface than this one: the shopper sees what stands in the cart before paying.
  } finally {
    busy = false;
    if (again) void keep();
  }
}

async function follow({ line, have, wanted }) {
  await remove(line);
  if (wanted === 0) return;
  const { product_id, variant_id, own } = line;
  const put = (quantity) => post({ product_id, variant_id, quantity, properties: own });
  // A cart that does not take as many keeps those that it had.
  await put(wanted).catch(() => put(have));
}

for (const name of ['dj.common.cart.change', 'dj.addToCart'])
  document.addEventListener(name, () => setTimeout(keep, 300));
void keep();
