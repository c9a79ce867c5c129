/** gid://shopify/Order/1 from its parts. */
export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The last part of a gid; plain ids pass unchanged. */
export function idOf(gidText: unknown): string {
  const text = String(gidText);
  const clean = text.split('?')[0] ?? text;
  return clean.startsWith('gid://') ? clean.slice(clean.lastIndexOf('/') + 1) : clean;
}

export function typeOf(gidText: string): string {
  return gidText.split('/')[3] ?? '';
}
