import { fetchJson, make } from './frame-line.js';

// The dialog behind shopify.resourcePicker: products (with variants) or collections, one or several.
const dialog = document.querySelector('#picker');
const list = dialog.querySelector('.picker-list');
const search = dialog.querySelector('#picker-query');
const count = dialog.querySelector('.picker-count');
const pick = dialog.querySelector('[data-do=pick]');
const WORDS = { product: 'products', variant: 'variants', collection: 'collections' };

let chosen = new Map();
let options = {};
let ticket = 0;

/** Resolves with the chosen resources, or undefined when the merchant cancels. */
export async function openPicker(given) {
  options = given;
  chosen = new Map();
  const word = WORDS[options.type] ?? 'items';
  dialog.querySelector('h2').textContent = `${options.action === 'select' ? 'Select' : 'Add'} ${word}`;
  pick.textContent = options.action === 'select' ? 'Select' : 'Add';
  search.placeholder = `Search ${word}`;
  search.value = options.query ?? '';
  list.replaceChildren();
  dialog.showModal();
  search.focus();
  await load(new Set((options.selectionIds ?? []).map(({ id }) => id)));
  return new Promise((resolve) => {
    dialog.returnValue = '';
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'pick' ? [...chosen.values()] : undefined), {
      once: true,
    });
  });
}

async function load(preselected = new Set()) {
  ticket += 1;
  const mine = ticket;
  const params = new URLSearchParams({ type: options.type, query: search.value });
  const { items } = await fetchJson(`/picker?${params}`);
  if (mine !== ticket) return;
  for (const item of items) if (preselected.has(item.id)) chosen.set(item.id, item);
  list.replaceChildren(...items.map(row));
  if (items.length === 0) list.append(make('p', { className: 'note', textContent: 'Nothing matches this search.' }));
  tally();
}

function row(item) {
  const several = options.multiple === true || Number(options.multiple) > 1;
  const box = make('input', {
    type: several ? 'checkbox' : 'radio',
    name: 'picked',
    value: item.id,
    checked: chosen.has(item.id),
  });
  box.addEventListener('change', () => {
    if (!several) chosen.clear();
    if (box.checked) chosen.set(item.id, item);
    else chosen.delete(item.id);
    tally();
  });
  const picture = item.images?.[0]?.originalSrc ?? item.image?.originalSrc;
  const image = make('img', { src: picture ?? 'data:,', alt: '', width: 40, height: 40, loading: 'lazy' });
  return make(
    'label',
    { className: 'pick' },
    box,
    image,
    make('span', { textContent: item.title ?? item.displayName }),
  );
}

function tally() {
  const most = Number(options.multiple) > 1 ? Number(options.multiple) : Number.POSITIVE_INFINITY;
  count.textContent = `${chosen.size} selected`;
  pick.disabled = chosen.size === 0 || chosen.size > most;
}

let typing = 0;
search.addEventListener('input', () => {
  clearTimeout(typing);
  typing = setTimeout(() => load(), 150);
});
search.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') event.preventDefault();
});
dialog.querySelector('[data-do=cancel]').addEventListener('click', () => dialog.close('cancel'));
pick.addEventListener('click', () => dialog.close('pick'));
