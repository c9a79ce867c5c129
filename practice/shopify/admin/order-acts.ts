import { type Answer, ask } from '../stock/ask';
import {
  CANCEL,
  EDIT_BEGIN,
  EDIT_COMMIT,
  EDIT_SET_QUANTITY,
  FULFILL,
  ORDER_MARK_PAID,
  REFUND,
  SUGGESTED_REFUND,
} from '../stock/documents';
import type { World } from '../world';
import { ORDER } from './documents';

export type Act = 'pay' | 'fulfil' | 'refund-line' | 'refund-all' | 'cancel' | 'add-one';

/** Does to an order what a merchant would do to it, by the platform's own mutations. */
export async function actOnOrder(world: World, domain: string, id: string, act: Act, lineId: string): Promise<void> {
  const run = (document: string, variables: Record<string, unknown>) => ask(world, domain, document, variables);
  const order = (await run(ORDER, { id })).order as Answer;
  if (act === 'pay') {
    await run(ORDER_MARK_PAID, { input: { id } });
  } else if (act === 'fulfil') {
    const open = order.fulfillmentOrders.nodes.filter((one: Answer) => ['OPEN', 'IN_PROGRESS'].includes(one.status));
    await run(FULFILL, {
      fulfillment: {
        lineItemsByFulfillmentOrder: open.map((one: Answer) => ({ fulfillmentOrderId: one.id })),
        trackingInfo: { company: 'Practice Post', number: `PP${id.replace(/\D/g, '')}` },
      },
    });
  } else if (act === 'refund-line') {
    await refundLines(
      run,
      id,
      order.lineItems.nodes.filter((line: Answer) => line.id === lineId),
      false,
    );
  } else if (act === 'refund-all') {
    await refundLines(run, id, order.lineItems.nodes, true);
  } else if (act === 'cancel') {
    await run(CANCEL, {
      orderId: id,
      reason: 'CUSTOMER',
      restock: true,
      refundMethod: { originalPaymentMethodsRefund: true },
    });
  } else {
    await addOne(run, id);
  }
}

type Run = (document: string, variables: Record<string, unknown>) => Promise<Answer>;

async function refundLines(run: Run, id: string, lines: readonly Answer[], shipping: boolean): Promise<void> {
  const refundLineItems = lines
    .filter((line) => line.refundableQuantity > 0)
    .map((line) => ({ lineItemId: line.id, quantity: line.refundableQuantity, restockType: 'NO_RESTOCK' }));
  if (refundLineItems.length === 0) throw new Error('There is nothing left to refund.');
  const suggested = (await run(SUGGESTED_REFUND, { id, lines: refundLineItems, shipping })).order.suggestedRefund;
  await run(REFUND, {
    input: {
      orderId: id,
      refundLineItems,
      currency: suggested.amountSet.presentmentMoney.currencyCode,
      ...(shipping ? { shipping: { fullRefund: true } } : {}),
      transactions: suggested.suggestedTransactions.map((one: Answer) => ({
        orderId: id,
        kind: 'REFUND',
        gateway: one.gateway,
        amount: one.amountSet.presentmentMoney.amount,
        ...(one.parentTransaction ? { parentId: one.parentTransaction.id } : {}),
      })),
    },
  });
}

async function addOne(run: Run, id: string): Promise<void> {
  const { calculatedOrder } = (await run(EDIT_BEGIN, { id })).orderEditBegin;
  const line = calculatedOrder.lineItems.nodes.find((one: Answer) => one.quantity > 0);
  if (!line) throw new Error('The order has no line to change.');
  await run(EDIT_SET_QUANTITY, { id: calculatedOrder.id, lineItemId: line.id, quantity: line.quantity + 1 });
  await run(EDIT_COMMIT, { id: calculatedOrder.id });
}
