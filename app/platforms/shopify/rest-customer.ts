import { z } from 'zod';
import type { Customer } from '../../domain/orders/order';
import { maybeId, maybeInstant, text } from './fields';
import { sortedTags } from './shared-order';

/** A customer as REST carries it, inside an order or alone; one without an id is a guest and counts as none. */
export const restCustomer = z
  .object({
    id: maybeId,
    email: text,
    phone: text,
    first_name: text,
    last_name: text,
    tags: text,
    created_at: maybeInstant,
    updated_at: maybeInstant,
  })
  .nullish()
  .transform((c): Customer | null =>
    c?.id
      ? {
          platformCustomerId: c.id,
          email: c.email,
          phone: c.phone,
          firstName: c.first_name,
          lastName: c.last_name,
          tags: sortedTags((c.tags ?? '').split(',')),
          createdAt: c.created_at,
          updatedAt: c.updated_at,
        }
      : null,
  );
