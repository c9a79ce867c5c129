import { beforeEach, expect, test } from 'vitest';
import { testEnvironment } from '../../tests/setup/test-database';
import { readConfig, setConfig } from '../config/config.server';
import { personHash, seal, sealedWithOldKey, UnsealError, unseal } from './secrets.server';

const place = { platform: 'shopify', storeId: '5f0c', column: 'session.access_token' };
const withKeys = (keys: string) =>
  setConfig(readConfig({ ...testEnvironment, DATABASE_URL: 'postgres://nowhere', ENCRYPTION_KEYS: keys }));
const one = `one:${'11'.repeat(32)}`;
const two = `two:${'22'.repeat(32)}`;

beforeEach(() => withKeys(one));

test('a sealed secret opens where it was sealed and is not readable before', () => {
  const envelope = seal('shpat_mânecă', place);
  expect(envelope).toMatch(/^v1\.one\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/);
  expect(envelope).not.toContain('shpat');
  expect(unseal(envelope, place)).toBe('shpat_mânecă');
  expect(seal('shpat_mânecă', place)).not.toBe(envelope);
  expect(unseal(seal('', place), place)).toBe('');
});

test.each([
  ['platform', { ...place, platform: 'shoplazza' }],
  ['store', { ...place, storeId: 'another' }],
  ['column', { ...place, column: 'session.refresh_token' }],
])('a secret moved to another %s does not open', (_, elsewhere) => {
  expect(() => unseal(seal('token', place), elsewhere)).toThrow(UnsealError);
});

test('every change and every cut of an envelope is refused', () => {
  const envelope = seal('token', place);
  for (let length = 0; length < envelope.length; length += 1) {
    expect(() => unseal(envelope.slice(0, length), place)).toThrow(UnsealError);
  }
  const parts = envelope.split('.');
  for (const at of [2, 3, 4]) {
    const changed = parts.map((part, i) => (i === at ? `${part[0] === 'A' ? 'B' : 'A'}${part.slice(1)}` : part));
    expect(() => unseal(changed.join('.'), place)).toThrow(UnsealError);
  }
  expect(() => unseal(`${envelope}.AAAA`, place)).toThrow(UnsealError);
  expect(() => unseal(envelope.replace('v1.', 'v2.'), place)).toThrow(UnsealError);
  expect(() => unseal(`${envelope}!`, place)).toThrow(UnsealError);
});

test('a tag shorter than 16 bytes is refused even when its bytes are right', () => {
  const parts = seal('token', place).split('.');
  const tag = Buffer.from(parts[4] ?? '', 'base64url');
  for (const bytes of [4, 8, 12, 13, 14, 15]) {
    const cut = [...parts.slice(0, 4), tag.subarray(0, bytes).toString('base64url')].join('.');
    expect(() => unseal(cut, place)).toThrow(UnsealError);
  }
});

test('keys rotate: the new key seals, the old one still opens, a removed one does not', () => {
  const old = seal('token', place);
  withKeys(`${two},${one}`);
  expect(unseal(old, place)).toBe('token');
  expect(sealedWithOldKey(old)).toBe(true);
  const fresh = seal('token', place);
  expect(fresh).toMatch(/^v1\.two\./);
  expect(sealedWithOldKey(fresh)).toBe(false);
  withKeys(two);
  expect(unseal(fresh, place)).toBe('token');
  expect(() => unseal(old, place)).toThrow(/"one" is not in the key ring/);
});

test('a person hash is keyed and stable', () => {
  expect(personHash('ann@example.com')).toEqual(personHash('ann@example.com'));
  expect(personHash('ann@example.com')).toHaveLength(32);
  expect(personHash('ann@example.com')).not.toEqual(personHash('bob@example.com'));
});
