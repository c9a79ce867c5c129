/** The `meta` of a page: its document's title. */
export function titled(title: string): () => [{ title: string }] {
  return () => [{ title: title === 'Tagalong' ? title : `${title} · Tagalong` }];
}
