import { z } from 'zod';
import type { Customer } from '../../domain/customers/customer';
import type { PlainAddress } from '../addresses';
import { flag, maybeFlag, maybeInstant, text } from '../fields';
import { sortedTags } from '../news';
import { maybeId } from './ids';

/** An address of either dialect: the newer one says `address` for the first line and `address1` for the second. */
export const addressFields = z.object({
  name: text,
  first_name: text,
  last_name: text,
  company: text,
  address: text,
  address1: text,
  address2: text,
  city: text,
  province: text,
  province_code: text,
  country: text,
  country_name: text,
  country_code: text,
  zip: text,
  phone: text,
});
export type AddressFields = z.infer<typeof addressFields>;

export function plainAddress(a: AddressFields | null | undefined): PlainAddress | null {
  if (!a) return null;
  const [first, second] = a.address === null ? [a.address1, a.address2] : [a.address, a.address1 ?? a.address2];
  return {
    name: a.name ?? ([a.first_name, a.last_name].filter(Boolean).join(' ') || null),
    company: a.company,
    address1: first,
    address2: second,
    city: a.city,
    province: a.province,
    // "US-KY" and "KY" are the same province.
    provinceCode: a.province_code?.replace(/^[A-Z]{2}-/, '') ?? null,
    country: a.country ?? a.country_name,
    countryCode: a.country_code,
    zip: a.zip,
    phone: a.phone,
  };
}

/** Tags of either dialect: one text with commas, or a list. */
export const tags = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((value) =>
    value === undefined || value === null ? null : sortedTags(typeof value === 'string' ? value.split(',') : value),
  );

const marketing = (accepts: boolean | null | undefined) =>
  accepts === undefined || accepts === null
    ? null
    : { state: accepts ? 'subscribed' : 'not_subscribed', optInLevel: null, changedAt: null };

/** A customer inside an order or alone; one without an id is a guest and counts as none. */
export const restCustomer = z
  .object({
    id: maybeId,
    email: text,
    phone: text,
    first_name: text,
    last_name: text,
    free_tax: flag,
    tags,
    accepts_marketing: maybeFlag,
    accepts_sms_marketing: maybeFlag,
    default_address: addressFields.nullish(),
    addresses: z.array(addressFields.extend({ default: flag })).nullish(),
    created_at: maybeInstant,
    updated_at: maybeInstant,
  })
  .nullish()
  .transform((c): Customer | null => {
    if (!c?.id) return null;
    const consents = { email: marketing(c.accepts_marketing), sms: marketing(c.accepts_sms_marketing) };
    return {
      platformCustomerId: c.id,
      email: c.email,
      emailVerified: false,
      phone: c.phone,
      firstName: c.first_name,
      lastName: c.last_name,
      state: null,
      taxExempt: c.free_tax,
      defaultAddress: plainAddress(c.default_address ?? c.addresses?.find((one) => one.default) ?? c.addresses?.[0]),
      tags: c.tags,
      // An order's own customer tells neither.
      consents: consents.email || consents.sms ? consents : null,
      createdAt: c.created_at,
      updatedAt: c.updated_at,
    };
  });
