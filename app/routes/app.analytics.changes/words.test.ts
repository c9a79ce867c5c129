import { expect, test } from 'vitest';
import { grouped } from './grouped';
import { causeWords, entryWords } from './words';

test('what came and what went', () => {
  expect(entryWords({ kind: 'refund', title: 'Gift wrap', change: 'came' })).toBe('refund of Gift wrap');
  expect(entryWords({ kind: 'sale', title: null, change: 'went' })).toBe('sale as it was known before');
  expect(causeWords('entry 12')).toBe('inbox entry 12');
  expect(causeWords('new release')).toBe('new release');
});

test('what one message changed of an order is one row, to the cent', () => {
  const change = (title: string, net: string, at = '2026-11-27T10:00:00.000Z') => ({
    ...{ at, title, net, day: '2026-11-27', platformOrderId: '1', orderNumber: '#1' },
    ...{ kind: 'sale', change: 'came' as const, addOnRevenue: title === 'Gift wrap' ? net : '0.00', cause: 'entry 5' },
  });
  const rows = grouped([
    change('Mug', '0.10'),
    change('Gift wrap', '0.20'),
    change('Lamp', '5.00'),
    change('Tray', '7.00'),
    change('Mug', '1.00', '2026-11-27T09:00:00.000Z'),
  ]);
  expect(rows.map(({ what, net, addOnRevenue }) => [what, net, addOnRevenue])).toEqual([
    ['sale of Mug, sale of Gift wrap, sale of Lamp and 1 more', '12.3', '0.2'],
    ['sale of Mug', '1', '0'],
  ]);
});
