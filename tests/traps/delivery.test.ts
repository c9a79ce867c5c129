import { afterAll, beforeAll, expect, test } from 'vitest';
import { line, order, parcel } from './orders';
import { closeDatabase, newShop, openDatabase } from './shop';

beforeAll(openDatabase);
afterAll(closeDatabase);

test('trap 2: an update, a payment and a creation in any order are one order, as it is now', async () => {
  const told = [
    ['orders/updated', order(1, [line(11, '20.00')], { updated_at: '2026-11-01T10:00:09Z', note: 'leave it' })],
    ['orders/paid', order(1, [line(11, '20.00')], { updated_at: '2026-11-01T10:00:05Z' })],
    ['orders/create', order(1, [line(11, '20.00')], { financial_status: 'pending' })],
  ] as const;
  for (const turn of [told, [...told].reverse(), [told[1], told[0], told[2]]]) {
    const shop = await newShop();
    for (const [topic, body] of turn) await shop.tell(topic, body);
    expect(await shop.order('1')).toMatchObject({ gross: '20', financial: 'paid' });
    expect(await shop.rows('select note from orders where store_id = $1')).toEqual([{ note: 'leave it' }]);
    expect(await shop.rows('select 1 from order_line where store_id = $1')).toHaveLength(1);
  }
});

test('trap 3: a late delivery takes no state back, and no tracking away', async () => {
  const shop = await newShop();
  const lines = [line(11, '20.00')];
  await shop.tell('orders/create', order(1, lines));
  await shop.tell('fulfillments/create', parcel(5, 1, 'A1'));
  await shop.tell(
    'orders/fulfilled',
    order(1, lines, {
      updated_at: '2026-11-03T10:00:00Z',
      fulfillment_status: 'fulfilled',
      fulfillments: [parcel(5, 1, 'A1'), parcel(6, 1, 'B2')],
    }),
  );
  await shop.tell(
    'orders/updated',
    order(1, lines, { updated_at: '2026-11-02T09:00:00Z', financial_status: 'pending' }),
  );
  await shop.tell(
    'fulfillments/update',
    parcel(5, 1, 'A1', { updated_at: '2026-11-02T09:00:00Z', tracking_numbers: [] }),
  );
  expect(await shop.order('1')).toMatchObject({ financial: 'paid', fulfillment: 'fulfilled' });
  expect(
    await shop.rows(
      `select platform_fulfillment_id as id, tracking -> 0 ->> 'number' as number from fulfillment where store_id = $1 order by 1`,
    ),
  ).toEqual([
    { id: '5', number: 'A1' },
    { id: '6', number: 'B2' },
  ]);
});

test('trap 45: what cannot be read is kept in sight, with its reason, and not tried for ever', async () => {
  const shop = await newShop();
  await shop.tell('orders/create', { id: 1, line_items: 'none' }, order(2, [line(21, '5.00')]));
  await shop.tell('orders/create', order(3, [line(31, '5.00')]));
  const entries = await shop.rows(
    `select state, reason_class, reason is not null as said, attempts, next_attempt_at, body is not null as kept
       from inbox_entry where store_id = $1 and state <> 'processed'`,
  );
  expect(entries).toEqual([
    ...[{ state: 'dead', reason_class: 'malformed', said: true, attempts: 1, next_attempt_at: null, kept: true }],
  ]);
  expect(await shop.rows('select 1 from orders where store_id = $1')).toHaveLength(2);
});
