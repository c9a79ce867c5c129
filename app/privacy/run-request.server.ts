import { Fault } from '../domain/shared/fault';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { platformOf } from '../platforms/registry.server';
import { audit } from '../tenancy/audit-store.server';
import { findStore } from '../tenancy/store.server';
import { dropIfErased, erasePersonRows, eraseStoreRows } from './erasure-store.server';
import { exportPerson } from './export-store.server';
import { findRequest, finishRequest, type PrivacyRequest } from './request-store.server';
import { scrubEntriesOf } from './scrub-entries.server';

export type RequestEnding =
  | { outcome: 'exported' | 'person-erased'; counts: Record<string, number> }
  | { outcome: 'store-erased' }
  /** the store was installed again since: its data stays */
  | { outcome: 'superseded' }
  /** finished before, or the store is gone with it */
  | { outcome: 'nothing-to-do' };

/**
 * Answers or carries out one privacy request. Every step may be run again, so a job that died goes on from
 * the beginning. No token is needed: most of these requests come when it is dead.
 */
export async function runPrivacyRequest(storeId: StoreId, requestId: string): Promise<RequestEnding> {
  const request = await findRequest(storeId, requestId);
  // The erasure of a store takes its own request along: what a dead job left is finished here.
  if (!request && (await dropIfErased(storeId))) return { outcome: 'store-erased' };
  if (request?.state !== 'received') return { outcome: 'nothing-to-do' };
  const ending = await carryOut[request.kind](storeId, request);
  log.info({ requestId, kind: request.kind, outcome: ending.outcome }, 'a privacy request is done');
  return ending;
}

const carryOut = {
  'data-request': answerDataRequest,
  'redact-customer': erasePerson,
  'redact-store': eraseStore,
};

async function answerDataRequest(storeId: StoreId, request: PrivacyRequest): Promise<RequestEnding> {
  const { text, counts } = await exportPerson(storeId, request);
  await finishRequest(storeId, request.id, { state: 'completed', counts, exported: text });
  await audit(storeId, {
    actor: 'platform',
    action: 'privacy.data-exported',
    detail: { requestId: request.id, ...counts },
  });
  return { outcome: 'exported', counts };
}

async function erasePerson(storeId: StoreId, request: PrivacyRequest): Promise<RequestEnding> {
  const { erased, ...person } = await erasePersonRows(storeId, request.customer, request.orderIds);
  // Only after the tombstones are committed: what is read from the inbox from now on is scrubbed by the drain.
  const bodies = await scrubEntriesOf(storeId, person, request.customer);
  const counts = { ...erased, bodies };
  await finishRequest(storeId, request.id, { state: 'completed', counts });
  await audit(storeId, {
    actor: 'platform',
    action: 'privacy.person-erased',
    detail: { requestId: request.id, ...counts },
  });
  return { outcome: 'person-erased', counts };
}

/**
 * Erases the store unless it is here again. One that left, or never came back, has nobody to ask; one that
 * was installed anew is asked for its facts: if its token works, the request was for an earlier installation.
 */
async function eraseStore(storeId: StoreId, request: PrivacyRequest): Promise<RequestEnding> {
  const store = await findStore(storeId);
  const cameBack = store !== null && store.state !== 'uninstalled' && store.installationEpoch > 1;
  if (cameBack && (await stillGranted(storeId, store.platform))) {
    await finishRequest(storeId, request.id, { state: 'superseded', counts: {} });
    await audit(storeId, { actor: 'platform', action: 'privacy.store-kept', detail: { requestId: request.id } });
    return { outcome: 'superseded' };
  }
  const seenEpoch = store?.installationEpoch;
  const erased = await eraseStoreRows(storeId, (now) => now === null || now.epoch === seenEpoch);
  // It came back while we looked: let the job look again.
  if (!erased)
    throw new Fault({ reasonClass: 'conflict', retry: true, publicMessage: 'The store was installed again.' });
  return { outcome: 'store-erased' };
}

async function stillGranted(storeId: StoreId, platform: Parameters<typeof platformOf>[0]): Promise<boolean> {
  try {
    await (await platformOf(platform).api(storeId)).facts();
    return true;
  } catch (error) {
    if (error instanceof Fault && error.reasonClass === 'unauthorized') return false;
    throw error;
  }
}
