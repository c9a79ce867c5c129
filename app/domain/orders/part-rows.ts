import type { CanonicalOrder } from './order';
import type { Rows } from './rows';
import { total } from './settle-order';

/** Adds the addresses, shipping lines and discounts of an order. */
export function addParts(rows: Rows, order: CanonicalOrder): void {
  const id = order.platformOrderId;
  for (const one of order.addresses) {
    rows.addresses.push({
      platform_order_id: id,
      kind: one.kind,
      name: one.name,
      company: one.company,
      address1: one.address1,
      address2: one.address2,
      city: one.city,
      province: one.province,
      province_code: one.provinceCode,
      country: one.country,
      country_code: one.countryCode,
      zip: one.zip,
      phone: one.phone,
    });
  }
  order.shippingLines.forEach((line, position) => {
    const tax = total(line.taxLines.map(({ amount }) => amount));
    rows.shippingLines.push({
      platform_order_id: id,
      platform_shipping_line_id: line.platformShippingLineId,
      position,
      title: line.title,
      code: line.code,
      carrier: line.carrier,
      source: line.source,
      price: line.price.shop,
      price_presentment: line.price.presentment,
      discounted: line.discounted.shop,
      discounted_presentment: line.discounted.presentment,
      tax: tax.shop,
      tax_presentment: tax.presentment,
      tax_lines: line.taxLines,
      discount_allocations: line.discountAllocations,
    });
  });
  order.discounts.forEach((discount, position) => {
    rows.discounts.push({
      platform_order_id: id,
      position,
      kind: discount.kind,
      code: discount.code,
      title: discount.title,
      value: discount.value,
      value_type: discount.valueType,
      allocation_method: discount.allocationMethod,
      target_selection: discount.targetSelection,
      target_type: discount.targetType,
    });
  });
}
