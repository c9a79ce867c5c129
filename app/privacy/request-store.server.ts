import { v7 } from 'uuid';
import { type Sql, withTenant, withTenantSql } from '../db/client.server';
import { Fault } from '../domain/shared/fault';
import { type PlatformName, platforms, type StoreId, storeIdOf } from '../domain/shared/ids';
import { enqueueIn } from '../jobs/queue.server';
import type { EntryMeaning, PrivacySubject } from '../platforms/platform';
import { seal, unseal } from '../tenancy/secrets.server';
import { emailHashOf, phoneHashOf } from './subjects.server';

/** Requests for data and for erasure: what was asked, when, and what became of it. */
export type PrivacyMeaning = Extract<EntryMeaning, { kind: `privacy-${string}` }>;

export const requestKinds = ['data-request', 'redact-customer', 'redact-store'] as const;
export type RequestKind = (typeof requestKinds)[number];

export type PrivacyRequestView = {
  id: string;
  kind: RequestKind;
  /** superseded: the store came back before its erasure was due */
  state: 'received' | 'completed' | 'superseded';
  platformRequestId: string | null;
  platformCustomerId: string | null;
  receivedAt: Date;
  completedAt: Date | null;
  /** an export lies ready to be downloaded */
  hasExport: boolean;
  exportExpiresAt: Date | null;
};

/** A request with the person it is about, as its job needs it. */
export type PrivacyRequest = {
  id: string;
  kind: RequestKind;
  state: PrivacyRequestView['state'];
  orderIds: string[];
  customer: PrivacySubject;
  receivedAt: Date;
};

const kindOf = {
  'privacy-data-request': 'data-request',
  'privacy-redact-customer': 'redact-customer',
  'privacy-redact-store': 'redact-store',
} as const satisfies Record<PrivacyMeaning['kind'], RequestKind>;

/**
 * Keeps a request and asks for its job, inside the drain's transaction. Needs neither a token nor a live
 * installation.
 * @throws {Fault} `malformed` when the signed body speaks of another store than the delivery's headers did
 */
export async function receivePrivacy(sql: Sql, storeId: StoreId, meaning: PrivacyMeaning): Promise<void> {
  const platform = platforms.find((name) => storeIdOf(name, meaning.storeDomain) === storeId);
  if (!platform) {
    // A signature covers the body only: a captured body sent under another store's name stops here.
    throw new Fault({
      reasonClass: 'malformed',
      retry: false,
      publicMessage: 'The request speaks of another store than the one it was delivered for.',
    });
  }
  const id = v7();
  const customer = 'customer' in meaning ? meaning.customer : null;
  const detail = {
    platform,
    emailHash: emailHashOf(customer?.email ?? null),
    phoneHash: phoneHashOf(customer?.phone ?? null),
    contact: customer ? seal(JSON.stringify(customer), placeOf(platform, storeId, 'contact')) : null,
  };
  await sql(
    `insert into privacy_request (store_id, id, kind, platform_request_id, platform_customer_id, order_ids, detail)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      storeId,
      id,
      kindOf[meaning.kind],
      'platformRequestId' in meaning ? meaning.platformRequestId : null,
      customer?.platformCustomerId ?? null,
      'orderIds' in meaning ? meaning.orderIds : [],
      JSON.stringify(detail),
    ],
  );
  await enqueueIn(sql, 'privacy', [{ storeId, requestId: id }]);
}

/** The request with its person; null when it is not there (any more). */
export async function findRequest(storeId: StoreId, id: string): Promise<PrivacyRequest | null> {
  const row = await withTenant(storeId, (tx) =>
    tx.privacyRequest.findUnique({ where: { storeId_id: { storeId, id } }, omit: { export: true } }),
  );
  if (!row) return null;
  const { kind, state, orderIds, receivedAt, platformCustomerId } = row as typeof row & Told;
  const detail = row.detail as Detail;
  const customer: PrivacySubject = detail.contact
    ? JSON.parse(unseal(detail.contact, placeOf(detail.platform, storeId, 'contact')))
    : { platformCustomerId, email: null, phone: null };
  return { id, kind, state, orderIds, receivedAt, customer };
}

/**
 * Ends a request. The contact it came with is forgotten; its keyed hashes stay to find it again.
 * @param exported the export's text, kept sealed for `exportDays`
 */
export async function finishRequest(
  storeId: StoreId,
  id: string,
  ending: { state: 'completed' | 'superseded'; counts: Record<string, number>; exported?: string },
): Promise<void> {
  await withTenantSql(storeId, async (sql) => {
    const [row] = await sql<{ platform: PlatformName }>(
      `select detail ->> 'platform' as platform from privacy_request where store_id = $1 and id = $2 for update`,
      [storeId, id],
    );
    if (!row) return;
    const sealed =
      ending.exported === undefined
        ? null
        : Buffer.from(seal(ending.exported, placeOf(row.platform, storeId, `export.${id}`)));
    await sql(
      `update privacy_request set state = $3, completed_at = now(), export = $4::bytea,
         export_expires_at = case when $4::bytea is not null then now() + make_interval(days => $5) end,
         detail = (detail - 'contact') || jsonb_build_object('counts', $6::jsonb)
       where store_id = $1 and id = $2`,
      [storeId, id, ending.state, sealed, exportDays, JSON.stringify(ending.counts)],
    );
  });
}

/** How long the merchant can fetch an export. */
const exportDays = 30;

/** The newest requests of a store. */
export function listPrivacyRequests(storeId: StoreId, limit = 50): Promise<PrivacyRequestView[]> {
  return withTenantSql(storeId, (sql) =>
    sql<PrivacyRequestView>(
      `select id, kind, state, platform_request_id as "platformRequestId", platform_customer_id as "platformCustomerId",
         received_at as "receivedAt", completed_at as "completedAt",
         export is not null and export_expires_at > now() as "hasExport", export_expires_at as "exportExpiresAt"
       from privacy_request where store_id = $1 order by received_at desc, id desc limit $2`,
      [storeId, limit],
    ),
  );
}

/** The text of an export; null when there is none or its time is over. */
export async function openExport(storeId: StoreId, id: string): Promise<string | null> {
  const [row] = await withTenantSql(storeId, (sql) =>
    sql<{ export: Buffer; platform: PlatformName }>(
      `select export, detail ->> 'platform' as platform from privacy_request
       where store_id = $1 and id::text = $2 and export is not null and export_expires_at > now()`,
      [storeId, id],
    ),
  );
  return row ? unseal(row.export.toString('utf8'), placeOf(row.platform, storeId, `export.${id}`)) : null;
}

/** Drops exports whose time is over. */
export async function forgetOldExports(storeId: StoreId): Promise<void> {
  await withTenantSql(storeId, (sql) =>
    sql(
      `update privacy_request set export = null where store_id = $1 and export is not null and export_expires_at <= now()`,
      [storeId],
    ),
  );
}

/**
 * Asks again for requests that wait longer than their job should take: the job may have given up.
 * @returns how many
 */
export async function resumeOpenRequests(storeId: StoreId): Promise<number> {
  return withTenantSql(storeId, async (sql) => {
    const open = await sql<{ requestId: string }>(
      `select id as "requestId" from privacy_request
       where store_id = $1 and state = 'received' and received_at < now() - interval '10 minutes'`,
      [storeId],
    );
    await enqueueIn(
      sql,
      'privacy',
      open.map(({ requestId }) => ({ storeId, requestId })),
    );
    return open.length;
  });
}

/** What is written of a request here. */
type Told = Pick<PrivacyRequestView, 'kind' | 'state'>;
type Detail = { platform: PlatformName; contact: string | null };

function placeOf(platform: PlatformName, storeId: StoreId, column: string) {
  return { platform, storeId, column: `privacy_request.${column}` };
}
