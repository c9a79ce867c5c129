/** Text for a page or for a value between double quotes: nothing of it is read as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Each text that says something as a paragraph, its line breaks kept. */
export function paragraphs(...texts: string[]): string {
  return texts
    .filter((text) => text.trim() !== '')
    .map((text) => `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`)
    .join('');
}
