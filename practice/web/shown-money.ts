import { exact, minorDigits } from '../money';

/** Decimal text in a reader's form, digit for digit: `1234.5` in EUR becomes `€1,234.50`. */
export function shownMoney(amount: string, currency: string, locale = 'en'): string {
  const fixed = exact(amount).toFixed(minorDigits(currency)) as `${number}`;
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(fixed);
}
