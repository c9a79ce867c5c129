import { expect, test } from 'vitest';
import { nest } from './body';
import { html, json } from './html';

test('form names with brackets become nested fields, as themes send them', () => {
  expect(
    nest([
      ['id', '1'],
      ['properties[_a b]', 'x'],
      ['items[0][id]', '7'],
      ['updates[]', '1'],
      ['updates[]', '0'],
    ]),
  ).toEqual({
    id: '1',
    properties: { '_a b': 'x' },
    items: { '0': { id: '7' } },
    updates: ['1', '0'],
  });
  expect(nest([['__proto__[polluted]', '1']])).toEqual({});
});

test('what is put into a page is escaped, in markup and in scripts', () => {
  expect(html`<p title="${'"><b>'}">${['<i>', html`<b>${'&'}</b>`]}</p>`.text).toBe(
    '<p title="&quot;&gt;&lt;b&gt;">&lt;i&gt;<b>&amp;</b></p>',
  );
  expect(json({ a: '</script>' }).text).not.toContain('</script>');
});
