import { gid, idOf } from '../gids';
import { changeConsent } from '../orders/change-consent';
import { saveCustomer } from '../orders/customer-of-order';
import { mergeCustomers } from '../orders/merge-customers';
import { type Context, refuse } from './context';
import { customerView } from './customer-view';
import { shopView } from './shop-view';
import type { Args, View } from './view';

export function customerMutations({ room }: Context): Record<string, (args: Args) => View> {
  const customers = () => room.shelf('customer');
  const taken = (given: Args, but: string | null) => {
    const other = room.findCustomer(given.email ?? null, null);
    if (given.email && other !== null && other.id !== but) refuse(['email'], 'Email has already been taken', 'TAKEN');
  };
  return {
    customerCreate: ({ input }) => {
      if (!input.email && !input.phone && !input.firstName && !input.lastName) {
        refuse(null, 'A name, phone number, or email address must be present');
      }
      taken(input, null);
      return { customer: customerView(room, saveCustomer(room, null, input)) };
    },
    customerUpdate: ({ input }) => {
      const before = customers().get(idOf(input.id ?? ''));
      if (before === null) return refuse(['id'], 'Customer does not exist');
      taken(input, before.id);
      for (const kind of ['Email', 'Sms'] as const) {
        const field = `${kind.toLowerCase()}MarketingConsent`;
        const instead = `customer${kind}MarketingConsentUpdate`;
        if (input[field]) refuse([field], `To update ${field}, please use the ${instead} Mutation instead`);
      }
      return { customer: customerView(room, saveCustomer(room, before, input)) };
    },
    customerSet: ({ input, identifier }) => {
      const before = identifier?.id
        ? customers().get(idOf(identifier.id))
        : room.findCustomer(identifier?.email ?? null, identifier?.phone ?? null);
      if (identifier?.id && before === null) refuse(['identifier', 'id'], 'Customer does not exist', 'NOT_FOUND');
      return { customer: customerView(room, saveCustomer(room, before, { ...identifier, ...input })) };
    },
    customerMerge: (args) => {
      const { keptId, jobId } = mergeCustomers(room, args);
      return { job: { id: gid('Job', jobId), done: false }, resultingCustomerId: gid('Customer', keptId) };
    },
    customerEmailMarketingConsentUpdate: ({ input }) => {
      const one = changeConsent(room, input.customerId, 'emailConsent', input.emailMarketingConsent);
      return { customer: customerView(room, one) };
    },
    customerSmsMarketingConsentUpdate: ({ input }) => {
      const one = changeConsent(room, input.customerId, 'smsConsent', input.smsMarketingConsent);
      return { customer: customerView(room, one) };
    },
    customerDelete: ({ input }) => {
      const one = customers().get(idOf(input.id));
      if (one === null) return refuse(['id'], "Customer can't be found");
      if (room.ordersOf(one.id).length > 0)
        refuse(['id'], "Customer can't be deleted because they have associated orders");
      customers().remove(one.id);
      room.tell('customers/delete', () => ({
        id: BigInt(one.id),
        phone: one.phone,
        addresses: [],
        tax_exemptions: [],
        admin_graphql_api_id: gid('Customer', one.id),
      }));
      return { deletedCustomerId: gid('Customer', one.id), shop: shopView(room) };
    },
  };
}
