import pg from 'pg';
import { config } from '../config/config.server';
import { ConnectionLost, isLoss } from '../domain/shared/connection-lost';
import type { StoreId } from '../domain/shared/ids';
import { log } from '../observability/log.server';
import { once } from './once.server';

/**
 * The two ways to the tables, over shared pools.
 *
 * `tagalong_runtime` sees one store at a time: row-level security is forced, and every transaction begins
 * by naming its store (withTenant, withTenantSql). `tagalong_system` crosses stores for the few tables
 * that need it (the door's insert, finding work, claiming change marks) and can read nothing else.
 * Neither owns anything.
 */
export type Role = 'tagalong_runtime' | 'tagalong_system';

// Dates without a time stay text: a Date would shift them by the machine's time zone. bigint and numeric are text already.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/**
 * A query in the transaction of withTenantSql or withSystem: text, values, rows. With a `name`, the server keeps
 * the statement prepared on each connection; one name always has the same text.
 */
export type Sql = <Row extends pg.QueryResultRow>(text: string, values?: unknown[], name?: string) => Promise<Row[]>;

const silenceMs = 5_000;

/**
 * So many connections stay open while nothing happens. A new one has no statement prepared: after a quiet minute the first
 * orders of a burst waited a second and more, all for the same plans.
 */
const keptOpen: Record<Role, number> = { tagalong_runtime: 12, tagalong_system: 4 };

/** The pool of a role. Connections start in that role; nothing runs as the owner. */
export function pool(role: Role): pg.Pool {
  return once(`pool.${role}`, () => {
    const { url, runtimeUrl, poolMax, timeoutMs } = config().database;
    const created = new pg.Pool({
      connectionString: runtimeUrl ?? url,
      max: poolMax,
      min: Math.min(poolMax, keptOpen[role]),
      application_name: `tagalong ${role}`,
      options: `-c role=${role}`,
      connectionTimeoutMillis: Math.min(10_000, timeoutMs),
      statement_timeout: timeoutMs,
      idle_in_transaction_session_timeout: timeoutMs,
      // The server's limit comes first. This one is for a connection on which nothing comes any more, a cut that nobody told of.
      query_timeout: timeoutMs + silenceMs,
      keepAlive: true,
    });
    const lost = (err: Error) => log.warn({ err }, 'a database connection was lost');
    created.on('error', lost);
    // The pool listens to idle connections only. One that breaks between two statements of a transaction would end the
    // process; the next statement on it fails and tells whoever waits.
    created.on('connect', (client) => client.on('error', lost));
    return created;
  });
}

/** Runs `work` in one transaction that sees only `storeId`, through hand-written SQL. READ COMMITTED, see withTenant. */
export function withTenantSql<T>(storeId: StoreId, work: (sql: Sql) => Promise<T>): Promise<T> {
  return withTenantsInTurn((inStore) => inStore(storeId, work));
}

/** What is done here sees this store and no other. */
export type InStore = <T>(storeId: StoreId, work: (sql: Sql) => Promise<T>) => Promise<T>;

/**
 * One transaction that names one store after another, for what happens to all of them or to none. At any moment it sees
 * the one store that it named last.
 */
export function withTenantsInTurn<T>(work: (inStore: InStore) => Promise<T>): Promise<T> {
  return inTransaction('tagalong_runtime', (sql) =>
    work(async (storeId, inner) => {
      await sql(`select set_config('app.store_id', $1, true)`, [storeId]);
      return inner(sql);
    }),
  );
}

/** One transaction across stores, as the system role. */
export function withSystem<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
  return inTransaction('tagalong_system', work);
}

async function inTransaction<T>(role: Role, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool(role).connect();
  let lost: Error | undefined;
  // What comes after a loss fails at once: a rollback, too, would wait its whole time for an answer that does not come.
  const query = async (asked: pg.QueryConfig) => {
    if (lost) throw lost;
    try {
      return await client.query(asked);
    } catch (error) {
      if (isLoss(error)) lost ??= new ConnectionLost({ cause: error });
      throw lost ?? error;
    }
  };
  try {
    await query({ text: 'begin' });
    const result = await work(async (text, values, name) => {
      return (await query({ text, ...(values && { values }), ...(name && { name }) })).rows as never;
    });
    await query({ text: 'commit' });
    return result;
  } catch (error) {
    await query({ text: 'rollback' }).catch((failure: Error) => {
      lost ??= failure;
    });
    throw error;
  } finally {
    client.release(lost);
  }
}
