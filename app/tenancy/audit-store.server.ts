import { type Sql, withTenant, withTenantSql } from '../db/client.server';
import type { StoreId } from '../domain/shared/ids';

/**
 * Who did what, for good: rows are only ever added (the runtime role may not change or delete them).
 * Never put a person's data into `detail`: ids and counts only, or an erasure could not reach it.
 */
export type AuditEvent = {
  /** "merchant:<user id>", "api-key:<id>", "operator", "platform", "system" or "group" (another store of its group) */
  actor: string;
  /** what was done, as "noun.verb": "add-on.published" */
  action: string;
  detail: Record<string, unknown>;
};

/** Writes one event. */
export async function audit(storeId: StoreId, event: AuditEvent): Promise<void> {
  await withTenantSql(storeId, (sql) => auditIn(sql, storeId, event));
}

/** Writes one event inside a running transaction of that store. */
export async function auditIn(sql: Sql, storeId: StoreId, event: AuditEvent): Promise<void> {
  await sql(`insert into audit_event (store_id, actor, action, detail) values ($1, $2, $3, $4)`, [
    storeId,
    event.actor,
    event.action,
    JSON.stringify(event.detail),
  ]);
}

/** The newest events of a store. */
export async function listAuditEvents(
  storeId: StoreId,
  limit: number,
): Promise<(AuditEvent & { id: string; at: Date })[]> {
  const events = await withTenant(storeId, (tx) =>
    tx.auditEvent.findMany({
      where: { storeId },
      omit: { storeId: true, subject: true },
      orderBy: { id: 'desc' },
      take: limit,
    }),
  );
  return events.map(({ id, detail, ...event }) => ({
    ...event,
    id: String(id),
    detail: detail as AuditEvent['detail'],
  }));
}
