import { expect, test } from 'vitest';
import { changesBetween, type RowImage } from './change-log';

const row = (table: string, key: string, fields: RowImage['fields']): RowImage => ({ table, key, fields });
const isPersonal = (_table: string, field: string) => field === 'email';

test('names what was added, removed and changed, and says nothing of a person', () => {
  const before = [
    row('orders', '', { financial_status: 'pending', email: 'a@example.com', note: null }),
    row('order_line', '1', { quantity: '2' }),
    row('order_line', '2', { quantity: '1' }),
  ];
  const after = [
    row('orders', '', { financial_status: 'paid', email: null, note: null }),
    row('order_line', '1', { quantity: '2' }),
    row('order_line', '3', { quantity: '1' }),
  ];
  expect(changesBetween(before, after, isPersonal)).toEqual({
    changes: [
      { table: 'orders', key: '', field: 'financial_status', before: 'pending', after: 'paid' },
      { table: 'orders', key: '', field: 'email', before: '(personal)', after: null },
      { table: 'order_line', key: '3', change: 'added' },
      { table: 'order_line', key: '2', change: 'removed' },
    ],
    left: 0,
  });
});

test('an order that changed in very many places is cut, and says so', () => {
  const after = Array.from({ length: 250 }, (_, n) => row('order_line', String(n), {}));
  const { changes, left } = changesBetween([], after, isPersonal);
  expect([changes.length, left]).toEqual([200, 50]);
});
