import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { personalFields } from './personal-fields';

/** Columns under a "/// personal" comment of schema.prisma, by table. */
function markedColumns(schema: string): Record<string, string[]> {
  const marked: Record<string, string[]> = {};
  for (const [, body = ''] of schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)) {
    const table = body.match(/@@map\("(\w+)"\)/)?.[1] ?? '';
    const lines = body.split('\n');
    lines.forEach((line, index) => {
      if (!/^\s*\/\/\/ personal\b/.test(line)) return;
      const field = lines[index + 1] ?? '';
      const column = field.match(/@map\("(\w+)"\)/)?.[1] ?? field.trim().split(/\s+/)[0] ?? '';
      marked[table] = [...(marked[table] ?? []), column];
    });
  }
  return marked;
}

test('every column marked personal in the schema has an eraser, and no other', () => {
  const marked = markedColumns(readFileSync('prisma/schema.prisma', 'utf8'));
  const named = Object.fromEntries(Object.entries(personalFields).map(([table, c]) => [table, Object.keys(c).sort()]));
  expect(Object.fromEntries(Object.entries(marked).map(([table, c]) => [table, c.sort()]))).toEqual(named);
});

test('the marks are read: a new one would be missed otherwise', () => {
  const marked = markedColumns(
    'model A {\n  /// personal: why\n  shoeSize Int? @map("shoe_size")\n\n  @@map("a")\n}\n',
  );
  expect(marked).toEqual({ a: ['shoe_size'] });
});
