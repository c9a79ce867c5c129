/**
 * What changed of an order, field by field, from its rows before and after. Personal fields are named without their
 * values: the audit trail outlives an erasure.
 */
export type RowImage = { table: string; key: string; fields: Record<string, string | null> };
export type Change =
  | { table: string; key: string; change: 'added' | 'removed' }
  | { table: string; key: string; field: string; before: string | null; after: string | null };

/** Beyond this many a change is named by its number only. */
const changesMax = 200;

/** @param isPersonal whether a column of a table holds something of a person */
export function changesBetween(
  before: RowImage[],
  after: RowImage[],
  isPersonal: (table: string, field: string) => boolean,
): { changes: Change[]; left: number } {
  const was = new Map(before.map((row) => [`${row.table} ${row.key}`, row]));
  const changes: Change[] = [];
  for (const row of after) {
    const { table, key } = row;
    const old = was.get(`${table} ${key}`);
    was.delete(`${table} ${key}`);
    if (!old) {
      changes.push({ table, key, change: 'added' });
      continue;
    }
    for (const [field, value] of Object.entries(row.fields)) {
      const previous = old.fields[field] ?? null;
      if (previous === value) continue;
      const cut = isPersonal(table, field);
      changes.push({
        table,
        key,
        field,
        before: cut ? hidden(previous) : previous,
        after: cut ? hidden(value) : value,
      });
    }
  }
  for (const { table, key } of was.values()) changes.push({ table, key, change: 'removed' });
  return { changes: changes.slice(0, changesMax), left: Math.max(0, changes.length - changesMax) };
}

function hidden(value: string | null): string | null {
  return value === null ? null : '(personal)';
}
