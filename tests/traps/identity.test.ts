import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, order, refund } from './orders';
import { closeDatabase, newShop, openDatabase } from './shop';

beforeAll(openDatabase);
afterAll(closeDatabase);

test('trap 25: an id beyond 2^53 keeps every digit', async () => {
  const shop = await newShop();
  const id = '820982911946154508';
  await shop.tell('orders/create', order(`#${id}#`, [line(1, '20.00', { id: '#9223372036854775807#' })]));
  expect(await shop.rows('select platform_order_id as id from orders where store_id = $1')).toEqual([{ id }]);
  expect(await shop.rows('select platform_line_id as id from order_line where store_id = $1')).toEqual([
    { id: '9223372036854775807' },
  ]);
  expect(await shop.order(id)).toMatchObject({ gross: '20' });
});

test('trap 26: no customer and no address, and the order counts', async () => {
  const shop = await newShop();
  const bare = { customer: null, billing_address: null, shipping_address: null, email: null, phone: null };
  await shop.tell('orders/create', order(1, [line(11, '20.00')], bare));
  expect(await shop.order('1')).toMatchObject({ gross: '20', net: '20' });
  expect(await shop.days()).toMatchObject({ '2026-11-01': { orders: 1, net: '20' } });
});

test('trap 27: deleted products are no obstacle, and a broken neighbour stops nobody', async () => {
  const shop = await newShop();
  const gone = { product_id: null, variant_id: null, sku: null };
  await shop.tell(
    'orders/create',
    order(1, [line(11, '20.00', gone)]),
    { id: 2, currency: 'USD', line_items: [{ id: 1, price: 'a lot' }] },
    order(3, [line(31, '7.00')]),
  );
  expect(await shop.order('1')).toMatchObject({ gross: '20' });
  expect(await shop.order('3')).toMatchObject({ gross: '7' });
  expect(await shop.rows(`select state from inbox_entry where store_id = $1 order by id`)).toEqual(
    ['processed', 'dead', 'processed'].map((state) => ({ state })),
  );
});

test('trap 29: lines find their SKU by variant, and an empty one finds nothing', async () => {
  const shop = await newShop();
  await shop.tell('products/create', {
    id: 800,
    title: 'Mug',
    variants: [
      { id: 901, sku: 'SAME', title: 'Red', product_id: 800 },
      { id: 902, sku: 'SAME', title: 'Blue', product_id: 800 },
      { id: 903, sku: '', title: 'Plain', product_id: 800 },
    ],
  });
  await shop.tell(
    'orders/create',
    order(1, [
      line(11, '1.00', { variant_id: 902, sku: 'SAME' }),
      line(12, '1.00', { variant_id: null, sku: 'SAME' }),
      line(13, '1.00', { variant_id: null, sku: '' }),
    ]),
  );
  expect(
    await shop.rows(`select platform_line_id as id, sku_link as link from order_line where store_id = $1 order by 1`),
  ).toEqual([
    { id: '11', link: 'linked' },
    { id: '12', link: 'waiting' },
    { id: '13', link: 'waiting' },
  ]);
});

test('trap 30: the same variant on two lines is two lines, refunded apart', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00', { variant_id: 7 }), line(12, '15.00', { variant_id: 7 })];
  await shop.tell('orders/create', order(1, lines));
  await shop.tell(
    'refunds/create',
    refund(4, 1, [{ line: lines[1] as object as Record<string, unknown>, subtotal: '15.00' }]),
  );
  expect(await shop.order('1')).toMatchObject({ gross: '35', returns: '15', net: '20' });
  expect(
    await shop.rows(
      `select platform_line_id as id, trim_scale(refunded)::text as back from order_line where store_id = $1 order by 1`,
    ),
  ).toEqual([
    { id: '11', back: '0' },
    { id: '12', back: '15' },
  ]);
});
