import type { Chance } from '../../chance';
import type { Answer } from './ask';
import {
  CANCEL,
  EDIT_ADD_VARIANT,
  EDIT_BEGIN,
  EDIT_COMMIT,
  EDIT_DISCOUNT,
  EDIT_SET_QUANTITY,
  FULFILL,
  FULFILLMENT_EVENT,
  ORDER_MARK_PAID,
  ORDER_NOW,
  PAYMENT_TERMS,
  REFUND,
  RETURN_CREATE,
  RETURN_DECLINE,
  RETURN_PROCESS,
  RETURN_REQUEST,
  SHIPPED,
  SUGGESTED_REFUND,
} from './documents';

/** Runs a document on the store and insists on a good answer. */
export type Run = (document: string, variables: Record<string, unknown>) => Promise<Answer>;

export type RefundKind = 'full' | 'line' | 'add-on' | 'shipping';

async function orderNow(run: Run, id: string): Promise<Answer> {
  return (await run(ORDER_NOW, { id })).order;
}

/** Takes what is still owed: a capture, cash on the doorstep, or the rest after an edit. */
export async function pay(run: Run, id: string): Promise<void> {
  const order = await orderNow(run, id);
  const open =
    order.transactions.some((one: Answer) => one.kind === 'AUTHORIZATION') && order.transactions.length === 1;
  const owed = Number(order.totalOutstandingSet.presentmentMoney.amount) > 0;
  if (!order.cancelledAt && (owed || open)) await run(ORDER_MARK_PAID, { input: { id } });
}

/** Ships the order, or a part of it, with tracking; answers the fulfilment's lines. */
export async function ship(run: Run, id: string, chance: Chance, part: boolean): Promise<boolean> {
  const order = await orderNow(run, id);
  if (order.cancelledAt) return false;
  const groups = order.fulfillmentOrders.nodes
    .filter((one: Answer) => ['OPEN', 'IN_PROGRESS'].includes(one.status))
    .map((one: Answer) => {
      const left = one.lineItems.nodes.filter((line: Answer) => line.remainingQuantity > 0);
      const chosen = part ? left.slice(0, 1) : left;
      return {
        fulfillmentOrderId: one.id,
        fulfillmentOrderLineItems: chosen.map((line: Answer) => ({ id: line.id, quantity: line.remainingQuantity })),
      };
    })
    .filter((group: Answer) => group.fulfillmentOrderLineItems.length > 0);
  if (groups.length === 0) return false;
  const number = `PP${chance.between(10_000_000, 99_999_999)}`;
  await run(FULFILL, {
    fulfillment: {
      lineItemsByFulfillmentOrder: groups,
      trackingInfo: {
        company: chance.pick(['Practice Post', 'Sample Parcel', 'Example Express']),
        number,
        url: `https://tracking.example.com/${number}`,
      },
    },
  });
  return true;
}

/** The parcels that are on their way get one step further: on the road, or at the door. */
export async function carry(run: Run, id: string, status: 'IN_TRANSIT' | 'DELIVERED'): Promise<void> {
  const { fulfillments } = (await run(SHIPPED, { id })).order;
  for (const parcel of fulfillments as Answer[]) {
    if (parcel.displayStatus === 'DELIVERED' || parcel.displayStatus === 'CANCELED') continue;
    await run(FULFILLMENT_EVENT, { fulfillmentEvent: { fulfillmentId: parcel.id, status } });
  }
}

/** Bought on account: payable within thirty days. */
export async function onTerms(run: Run, id: string): Promise<void> {
  await run(PAYMENT_TERMS, { id, attributes: { paymentTermsTemplateId: 'gid://shopify/PaymentTermsTemplate/4' } });
}

export async function cancel(run: Run, id: string, chance: Chance): Promise<boolean> {
  const order = await orderNow(run, id);
  if (order.cancelledAt) return false;
  await run(CANCEL, {
    orderId: id,
    reason: chance.pick(['CUSTOMER', 'CUSTOMER', 'INVENTORY', 'FRAUD', 'OTHER']),
    restock: true,
    refundMethod: { originalPaymentMethodsRefund: true },
  });
  return true;
}

/** Pays back all, one line, the add-on line, or the shipping; false when there is nothing of the kind. */
export async function refund(run: Run, id: string, kind: RefundKind, addOnVariantId: string | null): Promise<boolean> {
  const order = await orderNow(run, id);
  if (order.cancelledAt) return false;
  const here = order.lineItems.nodes.filter((line: Answer) => line.currentQuantity > 0);
  const isAddOn = (line: Answer) => addOnVariantId !== null && line.variant?.id.endsWith(`/${addOnVariantId}`);
  const chosen: Answer[] =
    kind === 'full' ? here : kind === 'shipping' ? [] : kind === 'add-on' ? here.filter(isAddOn) : here.slice(0, 1);
  if (kind !== 'shipping' && chosen.length === 0) return false;
  const lines = chosen.map((line) => ({
    lineItemId: line.id,
    quantity: kind === 'line' ? 1 : line.currentQuantity,
    restockType: 'NO_RESTOCK',
  }));
  const shipping = kind === 'full' || kind === 'shipping';
  const { suggestedRefund } = (await run(SUGGESTED_REFUND, { id, lines, shipping })).order;
  const payments = paymentsOf(id, suggestedRefund);
  if (payments.length === 0) return false;
  await run(REFUND, {
    input: {
      orderId: id,
      currency: suggestedRefund.amountSet.presentmentMoney.currencyCode,
      note: { full: 'Not as hoped', line: 'One arrived scratched', 'add-on': 'Add-on not wanted', shipping: 'Late' }[
        kind
      ],
      refundLineItems: lines,
      ...(shipping ? { shipping: { fullRefund: true } } : {}),
      transactions: payments,
    },
  });
  return true;
}

/**
 * The parcel comes back: a return is asked for and declined, or opened for the first shipped line, and perhaps processed
 * and paid back or, with `exchangeVariantId`, given something else for.
 */
export async function takeBack(
  run: Run,
  id: string,
  chance: Chance,
  exchangeVariantId: string | null = null,
): Promise<boolean> {
  const { fulfillments } = (await run(SHIPPED, { id })).order;
  const parcel = fulfillments.flatMap((one: Answer) => one.fulfillmentLineItems.nodes)[0];
  const order = await orderNow(run, id);
  const line = order.lineItems.nodes.find((one: Answer) => one.id === parcel?.lineItem.id);
  if (!parcel || order.cancelledAt || !line || line.currentQuantity < parcel.quantity) return false;
  const returnReason = chance.pick(['SIZE_TOO_SMALL', 'UNWANTED', 'DEFECTIVE', 'COLOR', 'OTHER']);
  if (chance.happens(0.12)) {
    const wish = { fulfillmentLineItemId: parcel.id, quantity: parcel.quantity, returnReason };
    const asked = (await run(RETURN_REQUEST, { input: { orderId: id, returnLineItems: [wish] } })).returnRequest.return;
    if (chance.happens(0.5)) await run(RETURN_DECLINE, { input: { id: asked.id, declineReason: 'FINAL_SALE' } });
    return true;
  }
  const opened = (
    await run(RETURN_CREATE, {
      returnInput: {
        orderId: id,
        returnLineItems: [{ fulfillmentLineItemId: parcel.id, quantity: parcel.quantity, returnReason }],
        ...(exchangeVariantId === null
          ? {}
          : { exchangeLineItems: [{ variantId: `gid://shopify/ProductVariant/${exchangeVariantId}`, quantity: 1 }] }),
      },
    })
  ).returnCreate.return;
  if (chance.happens(0.25)) return true;
  const lines = [{ lineItemId: line.id, quantity: parcel.quantity }];
  const { suggestedRefund } = (await run(SUGGESTED_REFUND, { id, lines, shipping: false })).order;
  await run(RETURN_PROCESS, {
    input: {
      returnId: opened.id,
      returnLineItems: opened.returnLineItems.nodes.map((one: Answer) => ({ id: one.id, quantity: one.quantity })),
      exchangeLineItems: opened.exchangeLineItems.nodes.map((one: Answer) => ({ id: one.id, quantity: one.quantity })),
      financialTransfer: {
        issueRefund: {
          orderTransactions: paymentsOf(id, suggestedRefund).map(({ parentId, amount }) => ({
            parentId,
            transactionAmount: { amount, currencyCode: suggestedRefund.amountSet.presentmentMoney.currencyCode },
          })),
        },
      },
    },
  });
  // what was given instead may cost more
  if (exchangeVariantId !== null) await pay(run, id);
  return true;
}

/** One more or one less of a line, or another thing beside it; what is then owed is paid at once. */
export async function edit(run: Run, id: string, change: 'more' | 'less' | { variantId: string }): Promise<boolean> {
  const { calculatedOrder } = (await run(EDIT_BEGIN, { id })).orderEditBegin;
  const least = change === 'less' ? 1 : 0;
  const line = calculatedOrder.lineItems.nodes.find((one: Answer) => one.quantity > least);
  if (!line) return false;
  if (change === 'more' || change === 'less') {
    const quantity = line.quantity + (change === 'more' ? 1 : -1);
    await run(EDIT_SET_QUANTITY, { id: calculatedOrder.id, lineItemId: line.id, quantity });
  } else {
    const gid = `gid://shopify/ProductVariant/${change.variantId}`;
    await run(EDIT_ADD_VARIANT, { id: calculatedOrder.id, variantId: gid, quantity: 1 });
  }
  await run(EDIT_COMMIT, { id: calculatedOrder.id });
  await pay(run, id);
  return true;
}

/** orderCreate knows codes only; a discount without a code is put on the first line before the order is paid. */
export async function discountLine(run: Run, id: string, percent: number): Promise<void> {
  const { calculatedOrder } = (await run(EDIT_BEGIN, { id })).orderEditBegin;
  const [line] = calculatedOrder.lineItems.nodes;
  const discount = { description: `Bundle saver ${percent}%`, percentValue: percent };
  await run(EDIT_DISCOUNT, { id: calculatedOrder.id, lineItemId: line.id, discount });
  await run(EDIT_COMMIT, { id: calculatedOrder.id });
  await pay(run, id);
}

function paymentsOf(orderId: string, suggested: Answer) {
  return (suggested.suggestedTransactions as Answer[])
    .filter((one) => one.parentTransaction && Number(one.amountSet.presentmentMoney.amount) > 0)
    .map((one) => ({
      orderId,
      kind: 'REFUND',
      gateway: String(one.gateway),
      amount: String(one.amountSet.presentmentMoney.amount),
      parentId: String(one.parentTransaction.id),
    }));
}
