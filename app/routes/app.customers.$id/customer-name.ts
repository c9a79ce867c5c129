import type { CustomerView } from '~/domain/customers/view';

/** What a customer is called where there is room for one line. */
export function customerName(customer: Pick<CustomerView, 'name' | 'email' | 'phone' | 'redacted'>): string {
  if (customer.redacted) return 'Erased';
  return customer.name ?? customer.email ?? customer.phone ?? 'No name';
}
