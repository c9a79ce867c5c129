import {
  convert,
  exact,
  localPrice,
  minorDigits,
  minus,
  nothing,
  type Pair,
  plus,
  shareOf,
  shareOut,
  sumOf,
  times,
} from '../../money';
import type { MarketInfo, StoreInfo } from '../world';

export type PricedLine = {
  variantId: string;
  quantity: number;
  /** decimal text in shop currency */
  price: string;
  /** the same in the market's, where the market has a price of its own for it */
  presentment?: string;
  taxable: boolean;
  requiresShipping: boolean;
  properties: Readonly<Record<string, string>>;
};

export type CodeDiscount =
  | { kind: 'percentage'; code: string; percentage: number }
  | { kind: 'fixed'; code: string; amount: string }
  | { kind: 'shipping'; code: string };

export type PricedOrder = {
  /** goes into orderCreate as it is */
  input: Record<string, unknown>;
  subtotal: Pair;
  discount: Pair;
  shipping: Pair;
  tax: Pair;
  total: Pair;
  taxesIncluded: boolean;
};

/** Rates and whether prices hold them, by country. Made up as far as states and food go, right in kind. */
const TAXES: Readonly<Record<string, { title: string; rate: string; included: boolean }>> = {
  US: { title: 'Sales tax', rate: '0.0825', included: false },
  CA: { title: 'HST', rate: '0.13', included: false },
  GB: { title: 'VAT', rate: '0.2', included: true },
  DE: { title: 'MwSt', rate: '0.19', included: true },
  FR: { title: 'TVA', rate: '0.2', included: true },
  JP: { title: '消費税', rate: '0.1', included: true },
  KW: { title: 'VAT', rate: '0', included: true },
};

/** Works out an order to the last coin, in shop currency and in the market's, as the checkout shows it. */
export function priceOrder(
  store: Pick<StoreInfo, 'currency' | 'countryCode'>,
  market: Pick<MarketInfo, 'currency' | 'rate' | 'countryCode'>,
  lines: readonly PricedLine[],
  discount: CodeDiscount | null = null,
): PricedOrder {
  const currencies = { currency: store.currency, presentmentCurrency: market.currency };
  const pair = (shop: string): Pair => ({
    shop: exact(shop).toFixed(),
    presentment:
      market.currency === store.currency ? exact(shop).toFixed() : convert(shop, market.rate, market.currency),
  });
  // A market's own price is what is charged; the shop's amount is that at the market's rate.
  const linePair = ({ price, presentment }: PricedLine): Pair => {
    const usual = pair(price);
    if (presentment === undefined || exact(presentment).eq(usual.presentment)) return usual;
    const shop = exact(presentment).div(market.rate).toDecimalPlaces(minorDigits(store.currency));
    return { shop: shop.toFixed(), presentment: exact(presentment).toFixed() };
  };
  const bag = (amount: Pair) => moneyBag(amount, store.currency, market.currency);
  const tax = TAXES[market.countryCode] ?? { title: 'Tax', rate: '0', included: false };
  const taxOf = (base: Pair): Pair =>
    shareOf(base, exact(tax.rate), tax.included ? exact(tax.rate).plus(1) : exact(1), currencies);
  const taxLines = (amount: Pair) =>
    tax.rate === '0' ? [] : [{ title: tax.title, rate: tax.rate, priceSet: bag(amount) }];

  const wholes = lines.map((line) => times(linePair(line), line.quantity));
  const subtotal = sumOf(wholes);
  const shares = sharesOf(discount, wholes, pair, currencies);
  const off = sumOf(shares);
  const lineTaxes = lines.map((line, i) =>
    line.taxable ? taxOf(minus(wholes[i] ?? nothing, shares[i] ?? nothing)) : nothing,
  );

  const ships = lines.some((line) => line.requiresShipping);
  const fee = ships ? pair(shippingFee(store, market, subtotal)) : nothing;
  const shipping = discount?.kind === 'shipping' ? nothing : fee;
  const shippingTax = taxOf(shipping);
  const allTax = sumOf([...lineTaxes, shippingTax]);
  const total = plus(minus(subtotal, off), shipping, tax.included ? nothing : allTax);

  const input = {
    currency: store.currency,
    presentmentCurrency: market.currency,
    taxesIncluded: tax.included,
    lineItems: lines.map((line, i) => ({
      variantId: `gid://shopify/ProductVariant/${line.variantId}`,
      quantity: line.quantity,
      priceSet: bag(linePair(line)),
      requiresShipping: line.requiresShipping,
      taxable: line.taxable,
      properties: Object.entries(line.properties).map(([name, value]) => ({ name, value })),
      taxLines: line.taxable ? taxLines(lineTaxes[i] ?? nothing) : [],
    })),
    ...(ships
      ? {
          shippingLines: [
            {
              title: exact(fee.shop).isZero() ? 'Free shipping' : 'Standard',
              code: 'standard',
              priceSet: bag(fee),
              taxLines: taxLines(shippingTax),
            },
          ],
        }
      : {}),
    ...(discount ? { discountCode: codeInput(discount, bag(off)) } : {}),
  };
  return { input, subtotal, discount: off, shipping, tax: allTax, total, taxesIncluded: tax.included };
}

/** 5.90 at home (free from 75), 14.50 abroad (free from 150), in shop currency. */
function shippingFee(
  store: Pick<StoreInfo, 'countryCode' | 'currency'>,
  market: Pick<MarketInfo, 'countryCode'>,
  subtotal: Pair,
): string {
  const home = store.countryCode === market.countryCode;
  const local = (price: string) => localPrice(price, store.currency);
  if (exact(subtotal.shop).gte(local(home ? '75' : '150'))) return '0';
  return local(home ? '5.90' : '14.50');
}

/** What the discount takes from each line: a percentage is cut line by line, a fixed amount shared out by value. */
function sharesOf(
  discount: CodeDiscount | null,
  wholes: readonly Pair[],
  pair: (shop: string) => Pair,
  currencies: { currency: string; presentmentCurrency: string },
): Pair[] {
  if (discount?.kind === 'percentage') {
    return wholes.map((whole) => shareOf(whole, exact(discount.percentage), 100, currencies));
  }
  if (discount?.kind !== 'fixed') return wholes.map(() => nothing);
  const wished = pair(discount.amount);
  const subtotal = sumOf(wholes);
  return shareOut(exact(wished.presentment).gt(subtotal.presentment) ? subtotal : wished, [...wholes], currencies);
}

function codeInput(discount: CodeDiscount, amountSet: unknown): Record<string, unknown> {
  const { code } = discount;
  if (discount.kind === 'percentage') {
    return { itemPercentageDiscountCode: { code, percentage: discount.percentage } };
  }
  if (discount.kind === 'fixed') return { itemFixedDiscountCode: { code, amountSet } };
  return { freeShippingDiscountCode: { code } };
}

/** An amount as the platform's inputs take it. */
export function moneyBag({ shop, presentment }: Pair, shopCurrency: string, currency: string) {
  return {
    shopMoney: { amount: shop, currencyCode: shopCurrency },
    presentmentMoney: { amount: presentment, currencyCode: currency },
  };
}
