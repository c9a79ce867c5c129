import { expect, test } from 'vitest';
import { kindOf } from './file-kind';

const dialect = { needs: ['Name', 'Id'], name: 'name', id: 'id', order: () => ({}) };
const kind = (head: string | Buffer, name = 'file') => kindOf(Buffer.from(head), name, dialect);

test.each([
  ['{"id":1}', 'x'],
  ['\ufeff\n [', 'x'],
  ['nonsense\n{"id":1}', 'orders.jsonl'],
])('%j is JSON', (head, name) => {
  expect(kind(head, name)).toEqual({ kind: 'json' });
});

test('a CSV is known by its columns, whatever their case and order, and what stands between them', () => {
  expect(kind('\ufeffEmail,name,"ID"\r\na,b,1\r\n')).toEqual({
    ...{ kind: 'csv', columns: ['Email', 'name', 'ID'], delimiter: ',', begin: { offset: 20, line: 2 } },
  });
  expect(kind('Name;Id;"a, b"\n')).toMatchObject({ kind: 'csv', delimiter: ';', columns: ['Name', 'Id', 'a, b'] });
  expect(kind('Name\tId')).toMatchObject({ kind: 'csv', delimiter: '\t', begin: { offset: 7, line: 1 } });
});

test.each([
  ['', 'is empty'],
  [Buffer.from([0x1f, 0x8b, 8, 0]), 'gzip'],
  [Buffer.from('PK\u0003\u0004....'), 'workbook'],
  [Buffer.from('\ufeff{"id":1}', 'utf16le'), 'UTF-16'],
  [Buffer.from([1, 2, 0, 3]), 'no text'],
  [Buffer.from('Name,Id,caf\xe9\n', 'latin1'), 'not UTF-8'],
  ['one,two\n1,2\n', 'the columns Name, Id are missing'],
  ['Name,two\n1,2\n', 'the column Id is missing'],
  ['just words', 'neither JSON nor an export'],
])('%j cannot be read, and it is said why', (head, words) => {
  expect(kind(head)).toEqual({ kind: 'none', why: expect.stringContaining(words) });
});
