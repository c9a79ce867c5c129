import { type Html, html } from '../../web/html';
import { type Answer, ask } from '../stock/ask';
import type { StoreInfo, World } from '../world';
import { PRODUCTS } from './documents';

/** The products of the store, those of the app included. */
export async function productsPage(world: World, store: StoreInfo, after: string | null): Promise<Html> {
  const { products } = await ask(world, store.domain, PRODUCTS, { query: null, after });
  const { storefrontUrl } = world.urls();
  return html`<div class="page-head"><h1>Products</h1></div>
    <div class="card" role="region" aria-label="Products" tabindex="0">
      <table>
        <thead>
          <tr><th>Product</th><th>Status</th><th>Type</th><th>Vendor</th><th class="number">Variants</th><th class="number">In stock</th></tr>
        </thead>
        <tbody>
          ${products.nodes.map(
            (product: Answer) => html`<tr>
              <td class="wrap"><a href="${storefrontUrl}/products/${product.handle}">${product.title}</a></td>
              <td><span class="badge ${product.status === 'ACTIVE' ? 'good' : ''}">${product.status.toLowerCase()}</span></td>
              <td>${product.productType}</td>
              <td>${product.vendor}</td>
              <td class="number">${product.variantsCount?.count ?? ''}</td>
              <td class="number">${product.totalInventory}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      products.pageInfo.hasNextPage
        ? html`<p class="page-head"><a class="button" href="?after=${products.pageInfo.endCursor}">More products</a></p>`
        : ''
    }`;
}
