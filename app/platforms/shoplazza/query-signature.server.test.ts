import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { isSignedQuery } from './query-signature.server';

const secret = 'a-secret-of-the-app';
const sign = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
const query = (pairs: [string, string][], hmac: string) => new URLSearchParams([...pairs, ['hmac', hmac]]);

const special: [string, string][] = [
  ['shop', 'demo.myshoplaza.com'],
  ['note', 'a b+c&d=é'],
];
const plain = 'note=a b+c&d=é&shop=demo.myshoplaza.com';
const encoded = 'note=a+b%2Bc%26d%3D%C3%A9&shop=demo.myshoplaza.com';

test('special characters: the plain join is taken, and the encoded one', () => {
  expect(isSignedQuery(query(special, sign(plain)), secret)).toBe(true);
  expect(isSignedQuery(query(special, sign(encoded)), secret)).toBe(true);
});

test('anything else is not', () => {
  const good = sign(plain);
  expect(isSignedQuery(query(special, good), 'another-secret')).toBe(false);
  expect(isSignedQuery(query(special, good.toUpperCase()), secret)).toBe(false);
  expect(isSignedQuery(query(special, ''), secret)).toBe(false);
  expect(isSignedQuery(query([...special, ['more', '1']], good), secret)).toBe(false);
  expect(isSignedQuery(query([['shop', 'other.myshoplaza.com'], ...special.slice(1)], good), secret)).toBe(false);
  // Said twice, each reader might take another one.
  expect(isSignedQuery(query([...special, ['shop', 'other.myshoplaza.com']], good), secret)).toBe(false);
});
