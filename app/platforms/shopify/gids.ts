/** Shopify's global ids: `gid://shopify/Order/5512`. Outside the API we use the bare number, as text. */

export function gid(type: string, id: string): string {
  return `gid://shopify/${type}/${id}`;
}

export function bareId(globalId: string): string {
  return globalId.replace(/^gid:\/\/shopify\/\w+\//, '');
}
