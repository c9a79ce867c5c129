const pattern = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/** True for a permanent shop domain and nothing else: no port, no path, no other Shopify host. */
export function isShopDomain(text: string | null | undefined): text is string {
  return typeof text === 'string' && text.length <= 255 && pattern.test(text);
}
