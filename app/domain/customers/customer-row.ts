import type { customersTable } from '../orders/fact-tables';
import type { PersonHashes } from '../orders/rows';
import type { RowOf } from '../orders/tables';
import { customerVersion } from '../orders/version';
import type { Customer } from './customer';

/** The row of a customer. */
export function customerRow(customer: Customer, hash: string, hashes: PersonHashes): RowOf<typeof customersTable> {
  return {
    platform_customer_id: customer.platformCustomerId,
    email: customer.email,
    email_verified: customer.emailVerified,
    phone: customer.phone,
    first_name: customer.firstName,
    last_name: customer.lastName,
    ...hashes(customer),
    state: customer.state,
    tax_exempt: customer.taxExempt,
    email_consent: customer.emailConsent,
    sms_consent: customer.smsConsent,
    default_address: customer.defaultAddress,
    tags: customer.tags,
    created_at: customer.createdAt,
    platform_updated_at: customer.updatedAt,
    version: customerVersion(customer, hash),
  };
}
