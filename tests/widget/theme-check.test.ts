import path from 'node:path';
import { check } from '@shopify/theme-check-node';
import { expect, test } from 'vitest';

const root = path.resolve('extensions/tagalong-widget');

test('theme-check finds nothing, at any severity', async () => {
  const offenses = await check(root, 'theme-check:theme-app-extension');
  expect(offenses.map(({ check: rule, uri, message }) => `${rule} ${path.basename(uri)}: ${message}`)).toEqual([]);
});

test('theme-check would find something: the same rules, on a block that breaks them', async () => {
  const offenses = await check(path.resolve('tests/widget/broken-extension'), 'theme-check:theme-app-extension');
  expect(offenses.map((offense) => offense.check)).toContain('AppBlockValidTags');
});
