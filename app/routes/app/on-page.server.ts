import { randomUUID } from 'node:crypto';
import { json } from '@remix-run/node';
import { asFault, Fault } from '~/domain/shared/fault';
import { currentHop, log, withHop } from '~/observability/log.server';
import { authenticateMerchant, type Merchant } from '~/platforms/registry.server';
import { findStore, type StoreRecord } from '~/tenancy/store.server';
import type { PageError } from '~/ui/explain-error';

export type PageVisit = { merchant: Merchant; store: StoreRecord };

/**
 * The way into every loader and action of the admin pages: who asks (from the verified session token, never
 * from the address), for which store, and what a page says when the work fails. Answers that the platform's
 * library throws (sign-in, token renewal) pass untouched.
 */
export async function onPage<T>(request: Request, work: (visit: PageVisit) => Promise<T>): Promise<T> {
  const requestId = currentHop().requestId ?? request.headers.get('x-request-id') ?? randomUUID();
  return withHop({ requestId }, async () => {
    try {
      const merchant = await authenticateMerchant(request);
      return await withHop({ storeId: merchant.storeId }, async () => {
        const store = await findStore(merchant.storeId);
        if (!store) throw gone();
        return work({ merchant, store });
      });
    } catch (error) {
      if (error instanceof Response) {
        // The library answers 500 when the platform refused its token exchange, and says nothing.
        if (error.status >= 500) log.error({ requestId, status: error.status }, 'sign-in failed');
        throw error;
      }
      throw asAnswer(error, requestId);
    }
  });
}

/** What a page throws when the thing it was asked to show is not there. */
export function notHere(what: string): Fault {
  return new Fault({ reasonClass: 'not-found', retry: false, publicMessage: what });
}

function gone(): Fault {
  return new Fault({
    reasonClass: 'unknown-store',
    retry: true,
    publicMessage: 'This store is not connected. Open Tagalong again from the apps of your store.',
  });
}

function asAnswer(error: unknown, requestId: string): Response {
  const fault = asFault(error);
  const status = statuses[fault.reasonClass] ?? 500;
  if (status >= 500) log.error({ err: error, requestId }, 'a page failed');
  const body: PageError = { message: fault.publicMessage, requestId, retry: fault.retry };
  return json(body, { status, headers: { 'x-request-id': requestId } });
}

const statuses: Partial<Record<Fault['reasonClass'], number>> = {
  'not-found': 404,
  invalid: 400,
  malformed: 400,
  conflict: 409,
  unauthorized: 403,
  throttled: 503,
  'platform-unavailable': 503,
};
