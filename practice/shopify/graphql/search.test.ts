import { expect, test } from 'vitest';
import { type Fields, matcher } from './search';

type Thing = { id: string; name: string; updatedAt: string; tags: string[]; status: string };
const things: Thing[] = [
  { id: '9007199254740993', name: 'Lamp', updatedAt: '2026-01-01T00:00:00Z', tags: ['red'], status: 'open' },
  { id: '12', name: 'Tall lamp', updatedAt: '2026-02-01T00:00:00Z', tags: ['red', 'tall'], status: 'closed' },
  { id: '13', name: 'Chair', updatedAt: '2026-03-01T00:00:00Z', tags: [], status: 'open' },
];
const fields: Fields<Thing> = {
  id: (one) => one.id,
  name: (one) => one.name,
  updated_at: (one) => one.updatedAt,
  tag: (one) => one.tags,
  status: (one) => ['any', one.status],
  default: (one) => one.name,
};
const found = (query: string) => things.filter(matcher(query, fields, new Date())).map((one) => one.name);

test.each([
  ['', ['Lamp', 'Tall lamp', 'Chair']],
  ["updated_at:>='2026-02-01T00:00:00Z'", ['Tall lamp', 'Chair']],
  ["status:any updated_at:>'2026-01-01T00:00:00Z' updated_at:<='2026-02-01T00:00:00.000Z'", ['Tall lamp']],
  ['tag:red AND NOT tag:tall', ['Lamp']],
  ['tag:tall OR name:chair', ['Tall lamp', 'Chair']],
  ['(tag:tall OR name:Chair) -status:closed', ['Chair']],
  ['name:"Tall lamp"', ['Tall lamp']],
  ['name:tall*', ['Tall lamp']],
  ['lamp', ['Lamp', 'Tall lamp']],
  ['id:>9007199254740992', ['Lamp']],
  ['id:12,13', ['Tall lamp', 'Chair']],
  ['colour:blue', ['Lamp', 'Tall lamp', 'Chair']],
])('%s', (query, names) => {
  expect(found(query)).toEqual(names);
});
