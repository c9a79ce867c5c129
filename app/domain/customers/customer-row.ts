import { contentOf } from '../orders/content';
import { customersTable } from '../orders/fact-tables';
import type { PersonHashes } from '../orders/rows';
import { partsOf, type RowOf } from '../orders/tables';
import { customerVersion } from '../orders/version';
import type { ToldCustomer } from './customer';

export type CustomerRow = RowOf<typeof customersTable>;

/** The row of a customer. What its source did not tell has no version, so it never replaces what is known. */
export function customerRow(customer: ToldCustomer, hash: (text: string) => string, hashes: PersonHashes): CustomerRow {
  const { tags, consents, toldAt = null } = customer;
  const versionOf = (content: string) => customerVersion(customer, hash(content), toldAt);
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
    default_address: customer.defaultAddress,
    created_at: customer.createdAt,
    platform_updated_at: customer.updatedAt,
    version: versionOf(contentOf.customer({ ...customer, tags: null, consents: null })),
    tags: tags ?? [],
    tags_version: tags && versionOf(JSON.stringify(tags)),
    email_consent: consents?.email ?? null,
    sms_consent: consents?.sms ?? null,
    consents_version: consents && versionOf(contentOf.consents(consents)),
  };
}

/** Of two tellings of one customer, the newer of each part. */
export function joinRows(one: CustomerRow, other: CustomerRow): CustomerRow {
  const joined: Record<string, unknown> = { ...one };
  for (const { version, columns } of partsOf(customersTable)) {
    const isNewer = String(other[version as keyof CustomerRow] ?? '') > String(one[version as keyof CustomerRow] ?? '');
    if (isNewer) for (const column of columns) joined[column] = other[column as keyof CustomerRow];
  }
  return joined as CustomerRow;
}
