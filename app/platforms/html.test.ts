import { expect, test } from 'vitest';
import { escapeHtml, paragraphs } from './html';

test('what a merchant writes is text, wherever it stands', () => {
  expect(escapeHtml('<b title="x">&amp;</b>')).toBe('&lt;b title=&quot;x&quot;&gt;&amp;amp;&lt;/b&gt;');
  expect(paragraphs('Two years\n& more', ' ', '12" only')).toBe('<p>Two years<br>&amp; more</p><p>12&quot; only</p>');
});
