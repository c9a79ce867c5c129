/**
 * Every column that holds something of a person, and what empties it. The marks in prisma/schema.prisma and
 * this list are compared by a test, so that a new personal column cannot be forgotten.
 */
export type Eraser =
  /** a trigger blanks it whenever the row is written (prisma/migrations, erasure-guards) */
  | 'guard'
  /** erase-person rewrites it: raw bodies and what was said about them */
  | 'scrub'
  /** erase-person drops it */
  | 'drop'
  /** belongs to the merchant, not to a shopper: goes with the store */
  | 'store';

export const personalFields: Record<string, Record<string, Eraser>> = {
  store: { email: 'store' },
  alert_setting: { email: 'store' },
  inbox_entry: { body: 'scrub', reason: 'scrub' },
  orders: {
    email: 'guard',
    phone: 'guard',
    customer_name: 'guard',
    note: 'guard',
    note_attributes: 'guard',
    tags: 'guard',
    cart_token: 'guard',
    checkout_token: 'guard',
  },
  order_line: { properties: 'guard' },
  order_address: {
    name: 'guard',
    company: 'guard',
    address1: 'guard',
    address2: 'guard',
    city: 'guard',
    zip: 'guard',
    phone: 'guard',
  },
  refund: { note: 'guard' },
  order_return_line: { note: 'guard' },
  order_annotation: { note: 'guard', tags: 'guard' },
  fulfillment: { tracking: 'guard' },
  customer: {
    email: 'guard',
    phone: 'guard',
    first_name: 'guard',
    last_name: 'guard',
    email_consent: 'guard',
    sms_consent: 'guard',
    default_address: 'guard',
    tags: 'guard',
  },
  customer_identity: { identity: 'drop' },
  customer_link: { a: 'drop', b: 'drop' },
  privacy_request: { export: 'drop' },
};

/** Whether a column of a table holds something of a person. */
export function isPersonal(table: string, column: string): boolean {
  return personalFields[table]?.[column] !== undefined;
}
