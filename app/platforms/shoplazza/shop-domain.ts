const pattern = /^[a-z0-9][a-z0-9-]*\.myshoplaza\.com$/;

/** True for a store's own Shoplazza domain (one "z") and nothing else: no port, no path, no other host. */
export function isShopDomain(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.length <= 255 && pattern.test(text);
}
