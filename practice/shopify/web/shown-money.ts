import { Decimal } from 'decimal.js';

const DIGITS: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  KWD: 3,
  BHD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
};

/** How many minor digits a currency has. */
export function minorDigits(currency: string): number {
  return DIGITS[currency] ?? 2;
}

/** Decimal text in a reader's form, digit for digit: `1234.5` in EUR becomes `€1,234.50`. */
export function shownMoney(amount: string | Decimal, currency: string): string {
  const fixed = new Decimal(amount).toFixed(minorDigits(currency)) as `${number}`;
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(fixed);
}

/** Rounds to the currency's smallest coin, half away from zero, as text. */
export function rounded(amount: Decimal, currency: string): string {
  return amount.toDecimalPlaces(minorDigits(currency), Decimal.ROUND_HALF_UP).toFixed(minorDigits(currency));
}
