/**
 * The platform's search syntax, as far as apps use it: `field:value`, `>=` and its kin, quotes, ranges by two
 * terms, `AND` (or nothing) between terms, `OR`, `NOT`/`-`, brackets, `*` at the end of a value. Fields that a
 * list does not know are ignored, as the platform does.
 */
export type Fields<T> = Record<string, (item: T) => readonly (string | null)[] | string | boolean | null>;

export function matcher<T>(query: string | null | undefined, fields: Fields<T>, now: Date): (item: T) => boolean {
  if (query === null || query === undefined || query.trim() === '') return () => true;
  const tokens = query.match(/\(|\)|-?[\w.]+:[<>]?=?(?:'[^']*'|"[^"]*"|[^\s()]+)|'[^']*'|"[^"]*"|[^\s()]+/g) ?? [];
  let at = 0;

  const either = (): ((item: T) => boolean) => {
    let left = both();
    while (tokens[at] === 'OR') {
      at += 1;
      const [one, other] = [left, both()];
      left = (item) => one(item) || other(item);
    }
    return left;
  };
  const both = (): ((item: T) => boolean) => {
    let left = single();
    while (at < tokens.length && tokens[at] !== 'OR' && tokens[at] !== ')') {
      if (tokens[at] === 'AND') at += 1;
      const [one, other] = [left, single()];
      left = (item) => one(item) && other(item);
    }
    return left;
  };
  const single = (): ((item: T) => boolean) => {
    const token = tokens[at] ?? '';
    at += 1;
    if (token === 'NOT') {
      const inner = single();
      return (item) => !inner(item);
    }
    if (token === '(') {
      const inner = either();
      at += 1;
      return inner;
    }
    if (token.startsWith('-')) {
      const inner = termOf(token.slice(1), fields, now);
      return (item) => !inner(item);
    }
    return termOf(token, fields, now);
  };
  return either();
}

function termOf<T>(token: string, fields: Fields<T>, now: Date): (item: T) => boolean {
  const match = /^([\w.]+):([<>]?=?)(.*)$/s.exec(token);
  const unquoted = (text: string) => text.replace(/^['"]|['"]$/g, '');
  if (match === null) {
    const wanted = unquoted(token).toLowerCase();
    const free = fields.default;
    if (free === undefined) return () => true;
    return (item) => valuesOf(free(item)).some((value) => value.toLowerCase().includes(wanted.replace(/\*$/, '')));
  }
  const field = fields[match[1] ?? ''];
  if (field === undefined) return () => true;
  const operator = match[2] ?? '';
  const wanted = momentOf(unquoted(match[3] ?? ''), now).toLowerCase();
  if (operator === '' || operator === '=') {
    if (wanted === '*') return (item) => valuesOf(field(item)).length > 0;
    const anyOf = wanted.split(',');
    return (item) =>
      valuesOf(field(item)).some((value) =>
        anyOf.some((one) =>
          one.endsWith('*') ? value.toLowerCase().startsWith(one.slice(0, -1)) : value.toLowerCase() === one,
        ),
      );
  }
  return (item) => valuesOf(field(item)).some((value) => compare(value, wanted, operator));
}

function valuesOf(value: ReturnType<Fields<unknown>[string]>): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.flatMap((one) => (one === null ? [] : [String(one)]));
}

function compare(value: string, wanted: string, operator: string): boolean {
  const order = compareValues(value, wanted);
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  if (operator === '<') return order < 0;
  return order <= 0;
}

/** Whole numbers as numbers of any size, moments as moments, the rest as text. */
export function compareValues(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b))
    return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
  if (/^\d{4}-\d{2}-\d{2}/.test(a) && /^\d{4}-\d{2}-\d{2}/.test(b)) return Date.parse(a) - Date.parse(b);
  const [x, y] = [Number(a), Number(b)];
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y;
  return a < b ? -1 : a > b ? 1 : 0;
}

function momentOf(text: string, now: Date): string {
  if (text === 'now') return now.toISOString();
  return text;
}
