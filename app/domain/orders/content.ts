import { z } from 'zod';
import { customer } from '../customers/customer';
import { canonicalOrder } from './order';
import { fulfillment, orderExtras, refund, transaction } from './order-parts';

/**
 * The text whose hash stands for a content: the same for equal values however their keys are ordered. Values are
 * laid out in the order of their schema, without names, because every saved order passes here and a sorted walk
 * over its keys cost more than reading and writing it.
 */
export const contentOf = {
  order: textBy(canonicalOrder),
  extras: textBy(orderExtras),
  customer: textBy(customer),
  consents: textBy(customer.shape.consents),
  refund: textBy(refund),
  transaction: textBy(transaction),
  fulfillment: textBy(fulfillment),
};

type Layout = (value: never) => unknown;

function textBy<T>(schema: z.ZodType<T>): (value: T) => string {
  const layout = layoutOf(schema) as (value: T) => unknown;
  return (value) => JSON.stringify(layout(value));
}

function layoutOf(schema: z.ZodType): Layout {
  if (schema instanceof z.ZodNullable) {
    const inner = layoutOf(schema.unwrap() as z.ZodType);
    return (value) => (value === null || value === undefined ? null : inner(value));
  }
  if (schema instanceof z.ZodArray) {
    const inner = layoutOf(schema.element as z.ZodType);
    return ((value: never[]) => value.map(inner)) as Layout;
  }
  if (schema instanceof z.ZodObject) {
    const parts = Object.entries(schema.shape).map(([key, part]) => [key, layoutOf(part as z.ZodType)] as const);
    return ((value: Record<string, never>) => parts.map(([key, inner]) => inner(value[key] as never))) as Layout;
  }
  return (value) => value;
}
