// What the block is made of: elements, money as the shopper reads it, and what the page says in JSON.

export const json = (text) => {
  const value = JSON.parse(text || 'null');
  return typeof value === 'string' ? JSON.parse(value) : value;
};

export const isPlan = (kind) => /warranty|protection/.test(kind);
export const piecesOf = (mode, quantity) => (mode ? parseInt(mode, 10) || 1 : quantity);

export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function money(cents, currency) {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
  const language = document.documentElement.lang || undefined;
  return new Intl.NumberFormat(language, { style: 'currency', currency, minimumFractionDigits: digits }).format(
    cents / 100,
  );
}
