import { type Html, html } from '../../web/html';
import { shownMoney } from '../../web/shown-money';
import { type Answer, ask } from '../stock/ask';
import type { StoreInfo, World } from '../world';
import { ORDER, ORDERS } from './documents';

/** The orders of the store, newest first. */
export async function ordersPage(world: World, store: StoreInfo, query: string, after: string | null): Promise<Html> {
  const { orders } = await ask(world, store.domain, ORDERS, { query: query || null, after });
  const rows: Html[] = orders.nodes.map(
    (order: Answer) => html`<tr>
      <td><a href="/store/${store.handle}/orders/${numberOf(order.id)}">${order.name}</a></td>
      <td>${when(order.createdAt, store)}</td>
      <td>${order.customer?.displayName ?? order.email ?? 'Guest'}</td>
      <td class="number">${money(order.currentTotalPriceSet)}</td>
      <td>${statusBadges(order)}</td>
    </tr>`,
  );
  const more = new URLSearchParams({ q: query, after: orders.pageInfo.endCursor ?? '' });
  return html`<div class="page-head"><h1>Orders${query ? html`: “${query}”` : ''}</h1></div>
    <div class="card" role="region" aria-label="Orders" tabindex="0">
      <table>
        <thead>
          <tr><th>Order</th><th>Date</th><th>Customer</th><th class="number">Total</th><th>Status</th></tr>
        </thead>
        <tbody>${rows.length > 0 ? rows : html`<tr><td colspan="5">No order matches.</td></tr>`}</tbody>
      </table>
    </div>
    ${orders.pageInfo.hasNextPage ? html`<p class="page-head"><a class="button" href="?${more.toString()}">Older orders</a></p>` : ''}`;
}

/** One order with the buttons that exercise it; null when there is no such order. */
export async function orderPage(
  world: World,
  store: StoreInfo,
  number: string,
  problem: string | null,
): Promise<Html | null> {
  const { order } = await ask(world, store.domain, ORDER, { id: `gid://shopify/Order/${number}` });
  if (!order) return null;
  const act = (name: string, label: string, line = '', tone = '') =>
    html`<form class="inline" method="post" action="/store/${store.handle}/orders/${number}/${name}">
      <input type="hidden" name="line" value="${line}" /><button class="${tone}">${label}</button>
    </form>`;
  const owed = Number(order.totalOutstandingSet.shopMoney.amount) > 0;
  const unsent = order.fulfillmentOrders.nodes.some((one: Answer) => ['OPEN', 'IN_PROGRESS'].includes(one.status));
  return html`<div class="page-head">
      <h1>${order.name}</h1>
      ${statusBadges(order)}
      <a href="/store/${store.handle}/apps/tagalong/orders?search=${encodeURIComponent(order.name)}">Open in Tagalong</a>
    </div>
    ${problem ? html`<p class="banner bad" role="alert">${problem}</p>` : ''}
    <div class="card" role="region" aria-label="Lines" tabindex="0">
      <table>
        <thead><tr><th>Line</th><th class="number">Ordered</th><th class="number">Now</th><th class="number">Total</th><th>Act</th></tr></thead>
        <tbody>
          ${order.lineItems.nodes.map(
            (line: Answer) => html`<tr>
              <td class="wrap">${line.title}${line.variantTitle ? html` (${line.variantTitle})` : ''}
                ${isAddOn(line) ? html`<span class="badge good">Add-on</span>` : ''}</td>
              <td class="number">${line.quantity}</td>
              <td class="number">${line.currentQuantity}</td>
              <td class="number">${money(line.discountedTotalSet)}</td>
              <td>${line.refundableQuantity > 0 ? act('refund-line', 'Refund this line', line.id) : ''}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <div class="card">
      <h2>Money</h2>
      <p>Total now ${money(order.currentTotalPriceSet)}, outstanding ${money(order.totalOutstandingSet)}, refunded
        ${money(order.totalRefundedSet)}.</p>
      <div class="buttons acts">
        ${owed ? act('pay', 'Mark as paid', '', 'primary') : ''} ${unsent && !order.cancelledAt ? act('fulfil', 'Fulfil') : ''}
        ${order.cancelledAt ? '' : act('add-one', 'Edit: one more of the first line')}
        ${act('refund-all', 'Refund everything')} ${order.cancelledAt ? '' : act('cancel', 'Cancel order', '', 'critical')}
      </div>
    </div>`;
}

export function numberOf(gid: string): string {
  return gid.split('/').at(-1) ?? gid;
}

function isAddOn(line: Answer): boolean {
  return line.customAttributes.some((one: Answer) => one.key === '_tagalong_add_on');
}

function money(set: Answer): string {
  return shownMoney(set.shopMoney.amount, set.shopMoney.currencyCode);
}

function when(at: string, store: StoreInfo): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone: store.timeZone } as const;
  return new Intl.DateTimeFormat('en', style).format(new Date(at));
}

function statusBadges(order: Answer): Html {
  const paid = String(order.displayFinancialStatus ?? 'PENDING');
  const sent = String(order.displayFulfillmentStatus ?? 'UNFULFILLED');
  return html`${order.test ? html`<span class="badge">Test</span> ` : ''}
    ${order.cancelledAt ? html`<span class="badge bad">Cancelled</span> ` : ''}
    <span class="badge ${paid === 'PAID' ? 'good' : 'wait'}">${words(paid)}</span>
    <span class="badge ${sent === 'FULFILLED' ? 'good' : ''}">${words(sent)}</span>`;
}

function words(constant: string): string {
  const text = constant.toLowerCase().replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
