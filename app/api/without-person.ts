import type { CustomerView } from '../domain/customers/view';
import type { OrderView } from '../domain/orders/view';

/** A customer for a role that works with figures: who it is is left out. */
export function customerWithoutPerson<T extends CustomerView>(customer: T): T {
  return { ...customer, name: null, email: null, phone: null };
}

/** An order for a role that works with figures: who bought, and what they wrote, is left out. */
export function withoutPerson<T extends OrderView>(order: T): OrderView {
  const { detail: _, ...view } = order as OrderView & { detail?: unknown };
  return {
    ...view,
    annotation: { ...view.annotation, note: null, tags: [] },
    customer: view.customer && { ...view.customer, name: null, email: null, phone: null },
    lines: view.lines.map((line) => ({
      ...line,
      properties: line.properties.filter(({ name }) => name.startsWith('_tagalong_')),
    })),
  };
}
