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
];
