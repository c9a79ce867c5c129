import { CRAFT, HOME, KITCHEN, OUTDOOR, type Shelf, type Shelved, TECH } from './shelves';

export type StockVariant = { sku: string; price: string; options: Readonly<Record<string, string>> };

export type StockProduct = {
  handle: string;
  title: string;
  type: string;
  vendor: string;
  description: string;
  collection: string;
  options: Readonly<Record<string, readonly string[]>>;
  variants: readonly StockVariant[];
};

/** The five collections of the practice store. */
export const SHELVES: readonly Shelf[] = [HOME, KITCHEN, TECH, OUTDOOR, CRAFT];

/** Every product with its variants, SKUs and prices: larger sizes cost a little more. */
export function catalogue(): StockProduct[] {
  return SHELVES.flatMap((shelf) => shelf.products.map((shelved) => stockProduct(shelf.handle, shelved)));
}

export function handleOf(title: string): string {
  return title
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function stockProduct(collection: string, [title, type, vendor, price, options, description]: Shelved): StockProduct {
  const handle = handleOf(title);
  const stem = handle
    .split('-')
    .map((word) => word.slice(0, 3))
    .join('')
    .toUpperCase();
  const variants = combinations(options).map((chosen) => ({
    sku: [stem, ...Object.values(chosen).map(shortCode)].join('-'),
    price: priceOf(price, options, chosen),
    options: chosen,
  }));
  return { handle, title, type, vendor, description, collection, options, variants };
}

/** Each step along the option named Size (or Length, Capacity) adds a fifth of the price, ending in the same cents. */
function priceOf(
  price: string,
  options: Readonly<Record<string, readonly string[]>>,
  chosen: Readonly<Record<string, string>>,
): string {
  const [whole = '0', cents = '00'] = price.split('.');
  const stepped = ['Size', 'Length', 'Capacity'].find((name) => options[name]);
  const step = stepped ? (options[stepped]?.indexOf(chosen[stepped] ?? '') ?? 0) : 0;
  return `${BigInt(whole) + (BigInt(whole) * BigInt(step)) / 5n}.${cents}`;
}

function combinations(options: Readonly<Record<string, readonly string[]>>): Record<string, string>[] {
  let all: Record<string, string>[] = [{}];
  for (const [name, values] of Object.entries(options)) {
    all = all.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value })));
  }
  return all;
}

function shortCode(value: string): string {
  return value
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(0, 4)
    .toUpperCase();
}
