import { expect, test } from 'vitest';
import { refundsTable } from './fact-tables';
import { entriesTable } from './ledger-table';
import { columnsToSend, isOwnCurrency, shopColumnOf } from './own-currency';
import { linesTable, ordersTable } from './tables';
import { arrays } from './write-rows-store.server';

const amounts = { refunded: '1.00', refunded_presentment: '1.00' };

test('one amount that differs in one row makes all columns travel', () => {
  const same = [{ ...amounts }, { ...amounts }];
  expect(isOwnCurrency(refundsTable, same)).toBe(true);
  expect(isOwnCurrency(refundsTable, [...same, { ...amounts, refunded_presentment: '0.93' }])).toBe(false);
  // Equal as numbers is not enough: the row keeps the digits that the platform told.
  expect(isOwnCurrency(refundsTable, [...same, { ...amounts, refunded_presentment: '1' }])).toBe(false);
});

test('every amount of the shopper’s currency has its column of the store’s beside it', () => {
  for (const table of [ordersTable, linesTable, refundsTable, entriesTable]) {
    const columns = Object.keys(table.columns);
    const shopper = columns.filter((column) => column.endsWith('_presentment'));
    expect(shopper.map((column) => shopColumnOf(table, column))).not.toContain(null);
    expect(columnsToSend(table, columns, true)).toHaveLength(columns.length - shopper.length);
    expect(columnsToSend(table, columns, false)).toEqual(columns);
  }
});

test('what does not travel is read from its twin', () => {
  const two = { name: 't', key: ['id'], columns: { id: 'text', tax: 'numeric', tax_presentment: 'numeric' } } as const;
  const columns = Object.keys(two.columns);
  expect(arrays(two, columns, true)).toBe(
    '(select s.id, s.tax, s.tax as tax_presentment from unnest($2::text[], $3::numeric[]) as s(id, tax)) as x',
  );
  expect(arrays(two, columns)).toBe('unnest($2::text[], $3::numeric[], $4::numeric[]) as x(id, tax, tax_presentment)');
});
