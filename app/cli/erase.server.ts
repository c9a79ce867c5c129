import { withTenantSql } from '../db/client.server';
import type { PrivacySubject } from '../platforms/platform';
import { eraseStoreRows } from '../privacy/erasure-store.server';
import { listPrivacyRequests, receivePrivacy } from '../privacy/request-store.server';
import { runPrivacyRequest } from '../privacy/run-request.server';
import { type Command, text, UsageError } from './command';
import { storeNamed, storeOption } from './stores.server';

export const eraseCommand: Command = {
  name: 'erase',
  summary: 'erases a person, or with --everything a whole store, for good',
  options: {
    store: storeOption,
    customer: { type: 'string', what: "the platform's id of the customer" },
    email: { type: 'string', what: 'e-mail address' },
    phone: { type: 'string', what: 'phone number, with country code' },
    order: {
      type: 'string',
      what: "the platform's id of an order of theirs; may be given more than once",
      multiple: true,
    },
    everything: { type: 'boolean', what: 'the whole store' },
    yes: { type: 'boolean', what: 'nothing is erased without it' },
  },
  async run(values, out) {
    const store = await storeNamed(values);
    const orderIds = Array.isArray(values.order) ? values.order : [];
    const customer: PrivacySubject = {
      platformCustomerId: text(values, 'customer') ?? null,
      email: text(values, 'email') ?? null,
      phone: text(values, 'phone') ?? null,
    };
    const namesPerson = orderIds.length > 0 || Object.values(customer).some((value) => value !== null);
    if (values.everything ? namesPerson : !namesPerson) {
      throw new UsageError('Say whom: --customer, --email, --phone or --order; or --everything for the whole store.');
    }
    if (!values.yes) throw new UsageError(`This cannot be undone. Add --yes to erase from ${store.domain}.`);
    if (values.everything) {
      await eraseStoreRows(store.id, () => true);
      out.say(`${store.domain} is erased.`);
      return 0;
    }
    await withTenantSql(store.id, (sql) =>
      receivePrivacy(sql, store.id, {
        kind: 'privacy-redact-customer',
        storeDomain: store.domain,
        customer,
        orderIds,
      }),
    );
    const [request] = await listPrivacyRequests(store.id, 1);
    if (!request) throw new Error('the request is gone');
    const ending = await runPrivacyRequest(store.id, request.id);
    const counts = 'counts' in ending ? ending.counts : {};
    out.say(
      Object.entries(counts)
        .map(([name, n]) => `${name.padEnd(10)} ${n}`)
        .join('\n') || 'A worker does it already.',
    );
    return 0;
  },
};
