import { z } from 'zod';
import type { Customer } from '../../domain/customers/customer';
import { flag, maybeInstant, text } from '../fields';
import { sortedTags } from '../news';
import { maybeId } from './ids';
import { addressFields, plainAddress } from './shared-order';

const restConsent = z
  .object({ state: text, opt_in_level: text, consent_updated_at: maybeInstant })
  .nullable()
  .transform((c) =>
    c?.state
      ? {
          state: c.state.toLowerCase(),
          optInLevel: c.opt_in_level?.toLowerCase() ?? null,
          changedAt: c.consent_updated_at,
        }
      : null,
  );

/** A customer as REST carries it, inside an order or alone; one without an id is a guest and counts as none. */
export const restCustomer = z
  .object({
    id: maybeId,
    email: text,
    verified_email: flag,
    phone: text,
    first_name: text,
    last_name: text,
    state: text,
    tax_exempt: flag,
    email_marketing_consent: restConsent.optional(),
    sms_marketing_consent: restConsent.optional(),
    default_address: addressFields,
    tags: z.string().nullish(),
    created_at: maybeInstant,
    updated_at: maybeInstant,
  })
  .nullish()
  .transform((c): Customer | null =>
    c?.id
      ? {
          platformCustomerId: c.id,
          email: c.email,
          emailVerified: c.verified_email,
          phone: c.phone,
          firstName: c.first_name,
          lastName: c.last_name,
          state: c.state?.toLowerCase() ?? null,
          taxExempt: c.tax_exempt,
          defaultAddress: plainAddress(c.default_address),
          // A message about a customer has neither; that is no word about them.
          tags: c.tags === undefined ? null : sortedTags((c.tags ?? '').split(',')),
          consents:
            c.email_marketing_consent === undefined && c.sms_marketing_consent === undefined
              ? null
              : { email: c.email_marketing_consent ?? null, sms: c.sms_marketing_consent ?? null },
          createdAt: c.created_at,
          updatedAt: c.updated_at,
        }
      : null,
  );
