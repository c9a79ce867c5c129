// The theme's script: variants, adding by fetch, the cart drawer, and the events that apps listen for.
const words = JSON.parse(document.querySelector('#theme-words').textContent);
const drawer = document.querySelector('#cart-drawer');
const money = (cents) =>
  new Intl.NumberFormat(document.documentElement.lang, { style: 'currency', currency: Shopify.currency.active }).format(
    cents / 100,
  );

async function cartCall(path, body) {
  const response = await fetch(`${Shopify.routes.root}cart${path}.js`, {
    method: body ? 'POST' : 'GET',
    headers: {
      Accept: 'application/json',
      ...(body && !(body instanceof FormData) ? { 'Content-Type': 'application/json' } : {}),
    },
    body: body instanceof FormData || !body ? body : JSON.stringify(body),
  });
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.description ?? reply.message);
  return reply;
}

// Variants: the chosen options name one; the form, the price, the address and whoever listens follow.
const product = document.querySelector('.product');
const form = product?.querySelector('.product-form');

function followVariant(facts) {
  const chosen = [...form.querySelectorAll('[data-option]')].map((select) => select.value);
  const variant = facts.variants.find((one) => one.options.every((value, i) => value === chosen[i]));
  const button = form.querySelector('[name=add]');
  button.disabled = !variant?.available;
  button.textContent = variant?.available ? facts.add : facts.soldOut;
  if (!variant) return;
  product.querySelector('[data-price]').textContent = variant.price;
  form.elements.id.value = variant.id;
  form.elements.id.dispatchEvent(new Event('change', { bubbles: true }));
  history.replaceState(null, '', `${location.pathname}?variant=${variant.id}`);
  product.dispatchEvent(new CustomEvent('variant:change', { bubbles: true, detail: { variant } }));
}

if (form) {
  const facts = JSON.parse(product.querySelector('[data-variants]').textContent);
  for (const select of form.querySelectorAll('[data-option]')) {
    select.addEventListener('change', () => followVariant(facts));
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('[name=add]');
    button.disabled = true;
    try {
      const added = await cartCall('/add', new FormData(form));
      document.dispatchEvent(new CustomEvent('cart:added', { detail: added }));
      await redraw(true);
    } catch (error) {
      await redraw(true, error.message);
    } finally {
      button.disabled = false;
    }
  });
}

// The drawer shows the cart as it is now.
async function redraw(open, note = '') {
  const cart = await cartCall('');
  document.querySelector('[data-cart-count]').textContent = cart.item_count;
  drawer.querySelector('[data-drawer-total]').textContent = money(cart.total_price);
  drawer.querySelector('[data-drawer-note]').textContent = note || (cart.items.length === 0 ? words.empty : '');
  drawer.querySelector('.drawer-foot').hidden = cart.items.length === 0;
  drawer.querySelector('[data-drawer-lines]').replaceChildren(...cart.items.map(drawerLine));
  document.dispatchEvent(new CustomEvent('cart:updated', { detail: { cart } }));
  if (open && !drawer.open) drawer.showModal();
}

function drawerLine(item) {
  const row = document.createElement('div');
  row.className = item.parent_relationship ? 'line child' : 'line';
  row.dataset.key = item.key;
  const image = Object.assign(document.createElement('img'), { src: item.image, alt: '', width: 56, height: 56 });
  const picture = Object.assign(document.createElement('a'), { href: item.url, tabIndex: -1, ariaHidden: 'true' });
  picture.append(image, ' ');
  const link = Object.assign(document.createElement('a'), { href: item.url, textContent: item.title });
  const seen = Object.entries(item.properties ?? {}).filter(([name]) => !name.startsWith('_'));
  const text = document.createElement('div');
  text.append(link, ...seen.map(([name, value]) => smallText(`${name}: ${value}`)));
  const quantity = Object.assign(document.createElement('input'), { type: 'number', min: '0', value: item.quantity });
  quantity.setAttribute('aria-label', `${words.quantity}: ${item.title}`);
  quantity.addEventListener('change', () => change(item.key, Number(quantity.value)));
  const remove = Object.assign(document.createElement('button'), { type: 'button', textContent: words.remove });
  remove.className = 'link';
  remove.setAttribute('aria-label', `${words.remove}: ${item.title}`);
  remove.addEventListener('click', () => change(item.key, 0));
  text.append(remove);
  const price = Object.assign(document.createElement('span'), { textContent: money(item.final_line_price) });
  price.className = 'amount';
  row.append(picture, text, quantity, price);
  return row;
}

function smallText(text) {
  return Object.assign(document.createElement('small'), { textContent: text });
}

async function change(key, quantity) {
  try {
    await cartCall('/change', { id: key, quantity });
    await redraw(false);
  } catch (error) {
    await redraw(false, error.message);
  }
}

document.querySelector('[data-open-cart]').addEventListener('click', (event) => {
  if (event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  redraw(true);
});
drawer.querySelector('[data-close-cart]').addEventListener('click', () => drawer.close());
drawer.addEventListener('click', (event) => {
  if (event.target === drawer) drawer.close();
});

// Apps that changed the cart say so by one of these; several in a row are one redraw.
let asked = 0;
function redrawSoon() {
  clearTimeout(asked);
  asked = setTimeout(() => redraw(true), 30);
}
for (const name of ['cart:refresh', 'cart:update']) document.addEventListener(name, redrawSoon);
