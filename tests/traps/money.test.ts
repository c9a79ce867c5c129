import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, order, refund, transaction } from './orders';
import { closeDatabase, newShop, openDatabase } from './shop';

beforeAll(openDatabase);
afterAll(closeDatabase);

const later = (second: number) => ({ updated_at: `2026-11-05T10:00:0${second}Z` });

test('trap 31: a discount is taken off once', async () => {
  const shop = await newShop();
  const discounted = line(11, '100.00', { discount_allocations: [{ amount: '10.00', discount_application_index: 0 }] });
  await shop.tell(
    'orders/create',
    order(1, [discounted], {
      ...{ subtotal_price: '90.00', total_price: '90.00', current_total_price: '90.00', total_discounts: '10.00' },
      discount_applications: [{ type: 'discount_code', code: 'TEN', value: '10.0', value_type: 'fixed_amount' }],
    }),
  );
  expect(await shop.order('1')).toMatchObject({ gross: '100', discounts: '10', net: '90', total: '90', balance: '90' });
});

test('trap 32: a refund told alone and inside its order is one refund', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00'), line(12, '15.00')];
  const back = refund(4, 1, [{ line: lines[0] as never, subtotal: '20.00' }]);
  await shop.tell('orders/create', order(1, lines));
  await shop.tell('refunds/create', back);
  const withRefund = order(1, lines, { ...later(1), refunds: [back], financial_status: 'partially_refunded' });
  await shop.tell('orders/updated', { ...withRefund, current_total_price: '15.00' });
  await shop.tell('refunds/create', back);
  expect(await shop.order('1')).toMatchObject({ gross: '35', returns: '20', net: '15', refunded: '20', balance: '15' });
  expect(await shop.rows('select 1 from refund where store_id = $1')).toHaveLength(1);
});

test('trap 33: a refund counts as paid back once it has succeeded', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00')];
  const backs = [{ line: lines[0] as never, subtotal: '20.00' }];
  await shop.tell('orders/create', order(1, lines));
  await shop.tell('refunds/create', refund(4, 1, backs, {}, 'pending'));
  expect(await shop.order('1')).toMatchObject({ returns: '20', refunded: '0' });
  await shop.tell('order_transactions/create', transaction(400, 1, '20.00', { kind: 'refund', status: 'failure' }));
  expect(await shop.order('1')).toMatchObject({ refunded: '0' });
  await shop.tell('order_transactions/create', transaction(400, 1, '20.00', { kind: 'refund' }));
  await shop.tell('refunds/create', refund(4, 1, backs, {}, 'pending'));
  expect(await shop.order('1')).toMatchObject({ returns: '20', refunded: '20', net: '0' });
});

test('trap 34: a line that an edit removed is no sale any more, and its tax no tax', async () => {
  const shop = await newShop();
  const taxed = (id: number, price: string, tax: string, change = {}) =>
    line(id, price, { tax_lines: [{ title: 'VAT', rate: 0.1, price: tax }], ...change });
  const lines = [taxed(11, '20.00', '2.00'), taxed(12, '10.00', '1.00')];
  await shop.tell(
    'orders/create',
    order(1, lines, { total_price: '33.00', current_total_price: '33.00', total_tax: '3.00' }),
  );
  const removed = taxed(12, '10.00', '1.00', { current_quantity: 0 });
  await shop.tell(
    'orders/updated',
    order(1, [lines[0] as never, removed], {
      ...later(1),
      ...{ total_price: '33.00', total_tax: '3.00', current_total_price: '22.00', current_total_tax: '2.00' },
      ...{ current_subtotal_price: '20.00' },
    }),
  );
  expect(await shop.order('1')).toMatchObject({ balance: '22' });
  expect(
    await shop.rows(
      `select trim_scale(sum(coalesce(tax, 0)))::text as tax,
              trim_scale(sum(coalesce(gross, 0) + coalesce(removed, 0)))::text as goods, count(*) filter (where kind = 'rounding')::int as rounding
         from order_entry where store_id = $1 and known_to is null`,
    ),
  ).toEqual([{ tax: '2', goods: '20', rounding: 0 }]);
});

test('trap 35: a sale counts on its day and its refund on its own', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00'), line(12, '15.00')];
  await shop.tell('orders/create', order(1, lines));
  await shop.tell('refunds/create', refund(4, 1, [{ line: lines[1] as never, subtotal: '15.00' }]));
  expect(await shop.days()).toEqual({
    '2026-11-01': { orders: 1, gross: '35', returns: '0', net: '35' },
    '2026-11-05': { orders: 0, gross: '0', returns: '15', net: '-15' },
  });
});

test('trap 36: two payments, one of them a gift card, change no sale; selling a gift card is none', async () => {
  const shop = await newShop();
  await shop.tell('orders/create', order(1, [line(11, '20.00'), line(12, '30.00', { gift_card: true })]));
  await shop.tell('order_transactions/create', transaction(51, 1, '12.00', { gateway: 'gift_card' }));
  await shop.tell('order_transactions/create', transaction(52, 1, '38.00'));
  expect(await shop.order('1')).toMatchObject({ gross: '20', net: '20', total: '50', balance: '50', paid: '50' });
  expect(await shop.days()).toEqual({ '2026-11-01': { orders: 1, gross: '20', returns: '0', net: '20' } });
});

const pair = (shop: string, shopper: string, currencies: [string, string]) => ({
  shop_money: { amount: shop, currency_code: currencies[0] },
  presentment_money: { amount: shopper, currency_code: currencies[1] },
});

test('trap 37: the shop’s money and the shopper’s are both kept', async () => {
  const shop = await newShop();
  const both = pair('20.00', '3000', ['USD', 'JPY']);
  await shop.tell(
    'orders/create',
    order(1, [line(11, '20.00', { price_set: both })], {
      ...{ presentment_currency: 'JPY', total_price_set: both, subtotal_price_set: both },
      current_total_price_set: both,
    }),
  );
  expect(
    await shop.rows(
      `select currency, presentment_currency as shown, trim_scale(gross)::text as gross,
              trim_scale(gross_presentment)::text as shown_gross from orders where store_id = $1`,
    ),
  ).toEqual([{ currency: 'USD', shown: 'JPY', gross: '20', shown_gross: '3000' }]);
});

test('trap 38: currencies of no and of three digits keep theirs', async () => {
  const shop = await newShop();
  for (const [id, currency, price] of [
    [1, 'JPY', '1200'],
    [2, 'KWD', '12.345'],
  ] as const) {
    const both = pair(price, price, [currency, currency]);
    const totals = { total_price: price, current_total_price: price, subtotal_price: price, total_price_set: both };
    await shop.tell(
      'orders/create',
      order(id, [line(id * 10, price, { price_set: both })], { currency, presentment_currency: currency, ...totals }),
    );
    expect(await shop.order(String(id))).toMatchObject({ gross: price, total: price, balance: price });
  }
});

test('trap 39: a tip is in the total and is kept as a tip', async () => {
  const shop = await newShop();
  await shop.tell(
    'orders/create',
    order(1, [line(11, '20.00')], {
      ...{ total_price: '23.00', current_total_price: '23.00', total_tip_received: '3.00' },
    }),
  );
  expect(await shop.order('1')).toMatchObject({ gross: '20', tips: '3', total: '23', balance: '23' });
  expect(await shop.rows(`select kind from order_entry where store_id = $1 and kind in ('tip', 'rounding')`)).toEqual([
    { kind: 'tip' },
  ]);
});

test('trap 41: cancelled with a refund is one reduction', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00')];
  await shop.tell('orders/create', order(1, lines));
  const back = refund(4, 1, [{ line: lines[0] as never, subtotal: '20.00', restock: 'cancel' }]);
  await shop.tell(
    'orders/cancelled',
    order(1, [line(11, '20.00', { current_quantity: 0 })], {
      ...later(1),
      ...{ cancelled_at: '2026-11-05T10:00:00Z', financial_status: 'refunded', refunds: [back] },
      ...{ current_total_price: '0.00' },
    }),
  );
  expect(await shop.order('1')).toMatchObject({
    status: 'cancelled',
    gross: '20',
    returns: '20',
    net: '0',
    balance: '0',
  });
  expect(await shop.rows(`select trim_scale(sum(removed))::text as removed from orders where store_id = $1`)).toEqual([
    { removed: '0' },
  ]);
});

test('trap 42: a return without a refund takes no money back', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00')];
  await shop.tell('orders/create', order(1, lines));
  const restocked = { ...refund(4, 1, [{ line: lines[0] as never, subtotal: '0.00' }]), transactions: [] };
  await shop.tell('orders/updated', order(1, lines, { ...later(1), refunds: [restocked] }));
  expect(await shop.order('1')).toMatchObject({ gross: '20', returns: '0', net: '20', refunded: '0' });
  expect(await shop.rows('select quantity from refund_line where store_id = $1')).toEqual([{ quantity: 1 }]);
});

test('trap 43: a test order is kept and in no figure', async () => {
  const shop = await newShop();
  await shop.tell('orders/create', order(1, [line(11, '20.00')], { test: true }), order(2, [line(21, '7.00')]));
  expect(await shop.order('1')).toMatchObject({ gross: '20', test: true });
  expect(await shop.days()).toEqual({ '2026-11-01': { orders: 1, gross: '7', returns: '0', net: '7' } });
});
