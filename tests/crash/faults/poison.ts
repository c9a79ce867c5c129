/**
 * Bodies that have broken programs: each is answered soon, and hurts nobody else.
 * @param id of an order that the store has; what can be read is older than what it knows
 */
export function poison(id: string): Record<string, Buffer | string> {
  const order = (rest: string) => `{"id":${id},"currency":"USD","updated_at":"2019-11-01T10:00:00Z"${rest}}`;
  return {
    empty: '',
    'not json': 'hello',
    'cut in the middle': order(',"note":"abc').slice(0, -2),
    nothing: 'null',
    'a number': '820982911946154508',
    'a list': '[]',
    'bad utf-8': Buffer.concat([
      Buffer.from(`{"id":${id},"note":"`),
      Buffer.from([0xff, 0xfe, 0xc3]),
      Buffer.from('"}'),
    ]),
    'a zero character': order(',"note":"a\\u0000b"'),
    'half a character': order(',"note":"\\ud800"'),
    'a deep nest': order(`,"note_attributes":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    'a million names': order(`,${Array.from({ length: 300_000 }, (_, n) => `"k${n}":${n}`).join(',')}`),
    'a prototype': order(',"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}'),
    'a name twice': order(',"number":1,"note":"a","note":"b"'),
    'a number without end': order(`,"total_price":${'9'.repeat(10_000)}`),
    'not a number': order(',"total_price":"NaN","line_items":[{"id":1,"price":"Infinity","quantity":1e400}]'),
    'a wrong kind': order(',"line_items":"none","refunds":{"a":1}'),
  };
}
