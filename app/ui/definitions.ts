/** What each figure counts. One definition each, shown wherever the figure is; `id` is its address. */
export type Definition = { id: string; name: string; counts: string; when: string; formula?: string };

export const definitions: Definition[] = [
  {
    id: 'add-on-revenue',
    name: 'Add-on revenue',
    counts:
      'What shoppers paid for add-ons after all discounts, before tax, less what was paid back for them. A line is an add-on when its variant is one that Tagalong published; its title or its properties do not decide.',
    when: 'Sales count on the day of the order, refunds on the day of the refund.',
    formula: 'add-on price × quantity − discounts − refunds',
  },
  {
    id: 'attach-rate',
    name: 'Attach rate',
    counts: 'The share of orders with at least one add-on that was not taken out of the order again.',
    when: 'By the day of the order.',
    formula: 'orders with an add-on ÷ orders',
  },
  {
    id: 'orders',
    name: 'Orders',
    counts: 'All orders, cancelled and unpaid ones too. Test orders and deleted orders are left out.',
    when: 'By the day the order was placed.',
  },
  {
    id: 'orders-with-add-on',
    name: 'Orders with add-on',
    counts: 'Orders with at least one add-on that was not taken out of the order again.',
    when: 'By the day of the order.',
  },
  {
    id: 'gross-sales',
    name: 'Gross sales',
    counts: 'The price of everything that was ordered, before discounts. Gift cards, tax and shipping do not count.',
    when: 'By the day of the order.',
    formula: 'price × ordered quantity',
  },
  {
    id: 'discounts',
    name: 'Discounts',
    counts: 'All discounts on items, both those of a line and its share of those on the whole order.',
    when: 'By the day of the order.',
  },
  {
    id: 'returns',
    name: 'Returns',
    counts:
      'The value of items that were refunded, before tax. When more or less was paid back than the items were worth, the difference counts too.',
    when: 'By the day of the refund, which may be later than the order.',
    formula: 'refunded items − refund discrepancies',
  },
  {
    id: 'net-sales',
    name: 'Net sales',
    counts: 'What is left of gross sales after discounts and returns. Tax and shipping do not count.',
    when: 'Sales by the day of the order, returns by the day of the refund.',
    formula: 'gross sales − discounts − returns',
  },
  {
    id: 'average-order',
    name: 'Average order',
    counts: 'What an order is worth on average after discounts and before returns.',
    when: 'By the day of the order.',
    formula: '(gross sales − discounts) ÷ orders',
  },
  {
    id: 'average-order-with',
    name: 'Average order with add-ons',
    counts: 'The same, over the orders with at least one add-on. The add-ons are part of the order’s worth.',
    when: 'By the day of the order.',
    formula: '(gross sales − discounts) ÷ orders, of orders with an add-on',
  },
  {
    id: 'average-order-without',
    name: 'Average order without add-ons',
    counts: 'The same, over the orders without any add-on.',
    when: 'By the day of the order.',
    formula: '(gross sales − discounts) ÷ orders, of orders without an add-on',
  },
  {
    id: 'balance',
    name: 'Order now',
    counts:
      'What the order comes to after edits, returns and refunds, with tax, shipping, tips and duties. The ledger of an order adds up to it.',
    when: 'As of now.',
    formula: 'total at purchase + edits − removed items − refunds',
  },
  {
    id: 'paid',
    name: 'Paid',
    counts:
      'Money that successful payments brought, less successful refunds. Authorizations, failed and pending payments are not money yet.',
    when: 'As of now.',
  },
  {
    id: 'customer',
    name: 'Customer',
    counts:
      'One person. Accounts and guest orders are joined when the platform verified the e-mail address, when a phone number is nobody else’s, or when the platform or your staff joined them. What only looks alike waits for your review.',
    when: 'Joined or parted at once, and both can be taken back.',
  },
  {
    id: 'customer-orders',
    name: 'Orders of a customer',
    counts: 'All their orders. Test orders and deleted orders are left out.',
    when: 'As of now.',
  },
  {
    id: 'lifetime-value',
    name: 'Lifetime value',
    counts:
      'Net sales of all their orders: after discounts and returns, without tax and shipping. Orders in another currency than the store’s are not in it.',
    when: 'As of now.',
    formula: 'sum of net sales over their orders',
  },
  {
    id: 'days-between-orders',
    name: 'Days between orders',
    counts: 'How long they wait from one order to the next, on average. Known from the second order on.',
    when: 'As of now.',
    formula: 'days from first to last order ÷ (orders − 1)',
  },
  {
    id: 'segment',
    name: 'Segment',
    counts:
      'How lately and how often they buy, each scored from 1 to 5 against your other customers: 5 is the best fifth. Champions bought lately and often, at risk often but not lately, new lately for the first time. Value is scored too and does not decide the segment.',
    when: 'Scored when one of their orders changes, and for everybody every night.',
  },
];
