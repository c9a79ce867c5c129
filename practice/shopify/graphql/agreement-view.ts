import { exact, minus, type Pair, shareOf, shareOut } from '../../money';
import { gid } from '../gids';
import type { OrderDoc, TaxLineDoc } from '../ledger/order';
import { type Agreement, amountOf, type Sale } from '../orders/agreements';
import type { StoreRoom } from '../store-room';
import { lineView } from './line-view';
import type { Fields } from './search';
import { shippingLineView } from './shipping-view';
import { taxLineView } from './tax-view';
import { bag, link, type View } from './view';

export const agreementFields: Fields<Agreement> = { id: (one) => one.id, happened_at: (one) => one.at };

const typenames = {
  ORDER: 'OrderAgreement',
  ORDER_EDIT: 'OrderEditAgreement',
  REFUND: 'RefundAgreement',
  RETURN: 'ReturnAgreement',
};

export function agreementView(room: StoreRoom, order: OrderDoc, one: Agreement): View {
  return {
    __typename: typenames[one.reason],
    id: gid('SalesAgreement', one.id),
    happenedAt: one.at,
    reason: one.reason,
    app: null,
    user: null,
    order: link('Order', order.id),
    refund: one.reason === 'REFUND' ? link('Refund', one.refundId) : null,
    return: one.reason === 'RETURN' ? link('Return', one.returnId) : null,
    sales: () =>
      one.sales.map((sale, index) => saleView(room, order, sale, `${one.id}${String(index).padStart(3, '0')}`)),
  };
}

function saleView(room: StoreRoom, order: OrderDoc, sale: Sale, id: string): View {
  const taxes = taxesOf(order, sale);
  return {
    ...kindOf(room, order, sale),
    id: gid('Sale', id),
    actionType: sale.action,
    quantity: sale.quantity,
    totalAmount: bag(amountOf(order, sale), order),
    totalTaxAmount: bag(sale.tax, order),
    ...discountFields(order, sale, taxes),
    taxes: taxes.map(({ line, amount }, index) => ({
      id: gid('SaleTax', `${id}${index}`),
      amount: bag(amount, order),
      taxLine: taxLineView(order, line),
    })),
  };
}

function kindOf(room: StoreRoom, order: OrderDoc, { of }: Sale): View {
  switch (of.kind) {
    case 'line': {
      const lineItem = () => lineView(room, order, of.line);
      return of.line.isGiftCard
        ? { __typename: 'GiftCardSale', lineType: 'GIFT_CARD', lineItem }
        : { __typename: 'ProductSale', lineType: 'PRODUCT', lineItem };
    }
    case 'shipping': {
      const shippingLine = of.line === null ? null : shippingLineView(order, of.line);
      return { __typename: 'ShippingLineSale', lineType: 'SHIPPING', shippingLine };
    }
    case 'fee':
      return { __typename: 'FeeSale', lineType: 'FEE', fee: feeView(order, of.fee) };
    case 'adjustment':
      return { __typename: 'AdjustmentSale', lineType: 'ADJUSTMENT' };
  }
}

export function feeView(order: OrderDoc, fee: { id: string; amount: Pair }): View {
  return {
    __typename: 'ReturnShippingFee',
    id: gid('ReturnShippingFee', fee.id),
    amountSet: bag(fee.amount, order),
  };
}

/** The tax of a sale, tax line by tax line; together they are the tax of the sale to the last digit. */
function taxesOf(order: OrderDoc, sale: Sale): { line: TaxLineDoc; amount: Pair }[] {
  const own =
    sale.of.kind === 'line' ? sale.of.line.taxLines : sale.of.kind === 'shipping' ? sale.of.line?.taxLines : [];
  const share = (whole: Pair, lines: TaxLineDoc[]) => {
    const shares = shareOut(
      whole,
      lines.map((line) => line.price),
      order,
    );
    return lines.flatMap((line, index) => {
      const amount = shares[index];
      return amount === undefined ? [] : [{ line, amount }];
    });
  };
  return [
    ...share(minus(sale.tax, sale.orderTax), own ?? []),
    ...(exact(sale.orderTax.shop).isZero() ? [] : share(sale.orderTax, order.orderTaxLines)),
  ];
}

/** The discount as prices without tax know it and as prices with tax do; the order is kept in one of the two. */
function discountFields(order: OrderDoc, sale: Sale, taxes: { line: TaxLineDoc }[]): View {
  const one = exact(1);
  const withTax = taxes.reduce((sum, { line }) => sum.plus(line.rate), one);
  const [before, after] = order.taxesIncluded
    ? [shareOf(sale.discount, one, withTax, order), sale.discount]
    : [sale.discount, shareOf(sale.discount, withTax, one, order)];
  return { totalDiscountAmountBeforeTaxes: bag(before, order), totalDiscountAmountAfterTaxes: bag(after, order) };
}
