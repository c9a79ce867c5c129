import { ask } from '../stock/ask';
import type { World } from '../world';
import { PICK_COLLECTIONS, PICK_PRODUCTS } from './documents';

type Picked = Record<string, unknown> & { id: string; title?: string };

/** What the resource picker offers, in the shape App Bridge hands to the app. */
export async function pickable(world: World, domain: string, type: string, query: string): Promise<Picked[]> {
  const wanted = query.trim().toLowerCase();
  const fits = (text: string) => wanted === '' || text.toLowerCase().includes(wanted);
  if (type === 'collection') {
    const reply = await ask(world, domain, PICK_COLLECTIONS, { query: null });
    return reply.collections.nodes.filter((one: Picked) => fits(String(one.title)));
  }
  const reply = await ask(world, domain, PICK_PRODUCTS, { query: null });
  const products = reply.products.nodes.filter((one: Picked) => one.status !== 'UNLISTED').map(withPicture(world));
  if (type === 'variant') {
    return products
      .flatMap((product: Picked) => product.variants as Picked[])
      .filter((variant: Picked) => fits(String(variant.displayName)));
  }
  return products.filter((one: Picked) => fits(`${one.title} ${one.vendor} ${one.productType}`));
}

function withPicture(world: World) {
  return (product: Record<string, unknown>) => ({
    ...product,
    images: [{ originalSrc: `${world.urls().storefrontUrl}/pictures/${product.handle}.svg`, altText: product.title }],
    variants: (product.variants as { nodes: Picked[] }).nodes,
  });
}
