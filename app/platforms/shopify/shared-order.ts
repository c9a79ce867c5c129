import { z } from 'zod';
import type { Refund } from '../../domain/orders/order-parts';
import { type MoneyPair, noMoney, sumPairs } from '../../domain/shared/money';
import type { PlainAddress } from '../addresses';
import { text } from '../fields';
import { negative } from './money';

/** What the REST and the GraphQL reading of an order have in common. */

const addressFields = z
  .object({
    name: text,
    first_name: text,
    last_name: text,
    firstName: text,
    lastName: text,
    company: text,
    address1: text,
    address2: text,
    city: text,
    province: text,
    province_code: text,
    provinceCode: text,
    country: text,
    country_code: text,
    countryCode: text,
    countryCodeV2: text,
    zip: text,
    phone: text,
  })
  .nullish();

export { addressFields };

type AddressFields = z.infer<typeof addressFields>;

/** An address in one spelling, whatever its source's; null when there is none. */
export function plainAddress(a: AddressFields): PlainAddress | null {
  if (!a) return null;
  const first = a.first_name ?? a.firstName;
  const last = a.last_name ?? a.lastName;
  return {
    name: a.name ?? ([first, last].filter(Boolean).join(' ') || null),
    company: a.company,
    address1: a.address1,
    address2: a.address2,
    city: a.city,
    province: a.province,
    provinceCode: a.province_code ?? a.provinceCode,
    country: a.country,
    countryCode: a.country_code ?? a.countryCodeV2 ?? a.countryCode,
    zip: a.zip,
    phone: a.phone,
  };
}

type Adjustment = Refund['adjustments'][number];

/**
 * A refund's shipping as one adjustment, negative as REST has it. REST gives it ids of its own that GraphQL does
 * not know; a name made from the refund lets both tell the same fact.
 */
export function shippingRefund(platformRefundId: string, parts: { amount: MoneyPair; tax: MoneyPair }[]): Adjustment[] {
  if (parts.length === 0) return [];
  return [
    {
      platformAdjustmentId: `${platformRefundId}-shipping`,
      kind: 'shipping_refund',
      reason: null,
      amount: negative(sumPairs(parts.map((part) => part.amount))),
      tax: negative(sumPairs(parts.map((part) => part.tax))),
    },
  ];
}

/** A refund's duties as one adjustment, negative as shipping refunds are. */
export function dutyRefund(platformRefundId: string, amounts: MoneyPair[]): Adjustment[] {
  if (amounts.length === 0) return [];
  const id = `${platformRefundId}-duties`;
  const amount = negative(sumPairs(amounts));
  return [{ platformAdjustmentId: id, kind: 'duty_refund', reason: null, amount, tax: noMoney }];
}

/** A shipment's name in one spelling: webhooks say "#1001.1", the admin "#1001-F1". */
export function shipmentName(name: string | null): string | null {
  return name?.replace(/\.(\d+)$/, '-F$1') ?? null;
}
