import { randomUUID } from 'node:crypto';
import { gid, idOf } from '../gids';
import type { OrderDoc } from '../ledger/order';
import { cancelOrder } from '../orders/cancel';
import { orderToChange, saveOrder } from '../orders/change';
import { commitEdit } from '../orders/commit-edit';
import { createOrder } from '../orders/create';
import { addCustomItem, addVariant, beginEdit, discountLine, removeDiscount, setQuantity } from '../orders/edit';
import { putShipping, removeShipping } from '../orders/edit-shipping';
import { changeFulfillment, createFulfillment, holdFulfillmentOrder } from '../orders/fulfil';
import { addFulfillmentEvent } from '../orders/fulfillment-event';
import { capture, markAsPaid, payManually, voidTransaction } from '../orders/pay';
import { createRefund } from '../orders/refund';
import { moveReturn, openReturn, processReturn } from '../orders/returns';
import { putTerms } from '../orders/terms';
import { addressFrom } from './address-view';
import { type Context, Refused, refuse } from './context';
import { fulfillmentEventView, fulfillmentOrderView, fulfillmentView } from './fulfillment-view';
import { nodeOf } from './nodes';
import { orderView } from './order-view';
import { refundView } from './refund-view';
import { returnView } from './return-view';
import { termsView } from './terms-view';
import { transactionView } from './transaction-view';
import type { Args, View } from './view';

export function orderMutations(context: Context): Record<string, (args: Args) => View> {
  const { room } = context;
  const view = (order: OrderDoc) => ({ order: orderView(room, order) });
  const current = (id: unknown) => {
    const order = room.shelf('order').get(idOf(id));
    return order === null ? null : orderView(room, order);
  };
  /** a refusal that still shows the order, as the platform does for money mutations */
  const showing = (id: unknown, work: () => View): View => {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refused) return { order: current(id), userErrors: error.errors };
      throw error;
    }
  };
  const returned = (changed: { order: OrderDoc; one: OrderDoc['returns'][number] }) => ({
    return: returnView(room, changed.order, changed.one),
  });
  const tags = (args: Args, add: boolean): View => {
    const order = orderToChange(room, args.id, ['id']);
    const next = add ? [...order.tags, ...args.tags] : order.tags.filter((tag) => !args.tags.includes(tag));
    order.tags = [...new Set<string>(next)].sort();
    saveOrder(room, order);
    return { node: nodeOf(context, args.id) };
  };
  return {
    orderCreate: (args) => view(createOrder(room, args.order, args.options)),
    orderUpdate: ({ input }) => {
      const order = orderToChange(room, input.id, ['id']);
      for (const key of ['email', 'phone', 'note', 'poNumber'] as const) {
        if (input[key] !== undefined) Object.assign(order, { [key]: input[key] });
      }
      if (Array.isArray(input.tags)) order.tags = [...new Set<string>(input.tags)].sort();
      if (Array.isArray(input.customAttributes)) order.attributes = input.customAttributes;
      if (input.shippingAddress) order.shippingAddress = addressFrom(input.shippingAddress);
      return view(saveOrder(room, order));
    },
    orderMarkAsPaid: ({ input }) => showing(input.id, () => view(markAsPaid(room, input.id))),
    orderCreateManualPayment: (args) => showing(args.id, () => view(payManually(room, args))),
    orderCapture: ({ input }) => {
      const done = capture(room, input);
      return { transaction: transactionView(room, done.order, done.transaction) };
    },
    transactionVoid: (args) => {
      const done = voidTransaction(room, args.parentTransactionId);
      return { transaction: transactionView(room, done.order, done.transaction) };
    },
    orderCancel: (args) => {
      try {
        cancelOrder(room, args);
        return { job: { id: gid('Job', randomUUID()), done: false }, orderCancelUserErrors: [] };
      } catch (error) {
        if (error instanceof Refused) return { userErrors: error.errors, orderCancelUserErrors: error.errors };
        throw error;
      }
    },
    orderClose: ({ input }) => {
      const order = orderToChange(room, input.id, ['id']);
      order.closedAt ??= room.stamp();
      return view(saveOrder(room, order));
    },
    orderOpen: ({ input }) => {
      const order = orderToChange(room, input.id, ['id']);
      order.closedAt = null;
      return view(saveOrder(room, order));
    },
    orderDelete: (args) => {
      const order = room.shelf('order').get(idOf(args.orderId));
      if (order === null) return refuse(['orderId'], 'Order does not exist', 'NOT_FOUND');
      room.shelf('order').remove(order.id);
      room.tell('orders/delete', () => ({ id: BigInt(order.id) }));
      return { deletedId: gid('Order', order.id) };
    },
    tagsAdd: (args) => tags(args, true),
    tagsRemove: (args) => tags(args, false),
    refundCreate: ({ input }) =>
      showing(input.orderId, () => {
        const { order, refund } = createRefund(room, input);
        return { ...view(order), refund: refundView(room, order, refund) };
      }),
    returnCreate: (args) => returned(openReturn(room, args.returnInput, 'OPEN')),
    returnRequest: ({ input }) => returned(openReturn(room, input, 'REQUESTED')),
    returnApproveRequest: ({ input }) => returned(moveReturn(room, input.id, 'OPEN', ['REQUESTED'], 'returns/approve')),
    returnDeclineRequest: ({ input }) =>
      returned(
        moveReturn(room, input.id, 'DECLINED', ['REQUESTED'], 'returns/decline', {
          reason: input.declineReason,
          note: input.declineNote ?? null,
        }),
      ),
    returnClose: (args) => returned(moveReturn(room, args.id, 'CLOSED', ['OPEN'], 'returns/close')),
    returnReopen: (args) => returned(moveReturn(room, args.id, 'OPEN', ['CLOSED'], 'returns/reopen')),
    returnCancel: (args) => returned(moveReturn(room, args.id, 'CANCELED', ['OPEN', 'REQUESTED'], 'returns/cancel')),
    returnProcess: ({ input }) => returned(processReturn(room, input)),
    fulfillmentCreate: (args) => {
      const done = createFulfillment(room, args.fulfillment);
      return { fulfillment: fulfillmentView(room, done.order, done.fulfillment) };
    },
    fulfillmentTrackingInfoUpdate: (args) => {
      const done = changeFulfillment(room, args.fulfillmentId, { tracking: args.trackingInfoInput });
      return { fulfillment: fulfillmentView(room, done.order, done.fulfillment) };
    },
    fulfillmentCancel: (args) => {
      const done = changeFulfillment(room, args.id, 'cancel');
      return { fulfillment: fulfillmentView(room, done.order, done.fulfillment) };
    },
    fulfillmentOrderHold: (args) => {
      const held = holdFulfillmentOrder(room, args.id, args.fulfillmentHold);
      return { fulfillmentOrder: fulfillmentOrderView(room, held.order, held.fulfillmentOrder) };
    },
    fulfillmentOrderReleaseHold: (args) => {
      const free = holdFulfillmentOrder(room, args.id, null);
      return { fulfillmentOrder: fulfillmentOrderView(room, free.order, free.fulfillmentOrder) };
    },
    fulfillmentEventCreate: ({ fulfillmentEvent }) => ({
      fulfillmentEvent: fulfillmentEventView(addFulfillmentEvent(room, fulfillmentEvent)),
    }),
    paymentTermsCreate: (args) => {
      const { order, terms } = putTerms(room, args.referenceId, args.paymentTermsAttributes);
      return { paymentTerms: termsView(room, order, terms) };
    },
    orderEditBegin: (args) => beginEdit(room, args.id),
    orderEditAddVariant: (args) => addVariant(room, args.id, args.variantId, args.quantity),
    orderEditAddCustomItem: (args) =>
      addCustomItem(room, args.id, {
        title: args.title,
        quantity: args.quantity,
        amount: String(args.price.amount),
        currency: args.price.currencyCode,
        taxable: args.taxable ?? true,
        requiresShipping: args.requiresShipping ?? true,
      }),
    orderEditSetQuantity: (args) => setQuantity(room, args.id, args.lineItemId, args.quantity, args.restock ?? false),
    orderEditAddLineItemDiscount: (args) =>
      discountLine(room, args.id, args.lineItemId, {
        description: args.discount.description ?? null,
        fixed: args.discount.fixedValue ? String(args.discount.fixedValue.amount) : null,
        percent: args.discount.percentValue ?? null,
      }),
    orderEditRemoveDiscount: (args) => removeDiscount(room, args.id, args.discountApplicationId),
    orderEditAddShippingLine: (args) =>
      putShipping(room, args.id, { title: args.shippingLine.title, amount: args.shippingLine.price.amount }),
    orderEditUpdateShippingLine: (args) =>
      putShipping(
        room,
        args.id,
        { title: args.shippingLine.title, amount: args.shippingLine.price?.amount },
        args.shippingLineId,
      ),
    orderEditRemoveShippingLine: (args) => removeShipping(room, args.id, args.shippingLineId),
    orderEditCommit: (args) => ({
      ...view(commitEdit(room, args.id, args.staffNote ?? null, args.notifyCustomer ?? false)),
      successMessages: ['Order updated'],
    }),
  };
}
