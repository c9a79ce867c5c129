import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Provider } from './cache';

/**
 * The cache as one file of SQLite in a folder: it outlives a restart, and processes of one machine share it (SQLite has
 * the lock that an atomic counter in plain files would need).
 * @param folder is made when it is missing, readable by nobody else
 */
export function fileProvider(folder: string): Provider & { database: DatabaseSync } {
  const database = openCacheFile(folder);
  const ask = {
    get: database.prepare('select text from cached where key = ? and (expires is null or expires > ?)'),
    set: database.prepare(
      'insert into cached values (?, ?, ?) on conflict (key) do update set text = excluded.text, expires = excluded.expires',
    ),
    delete: database.prepare('delete from cached where key = ?'),
    sweep: database.prepare('delete from cached where expires <= ?'),
    add: database.prepare(
      `insert into counted values (?1, ?2, ?3) on conflict (key) do update set
         sum = case when expires <= ?4 then excluded.sum else sum + excluded.sum end,
         expires = case when expires <= ?4 then excluded.expires else expires end
       returning sum`,
    ),
    has: database.prepare('select 1 from counted where key = ? and (expires is null or expires > ?)'),
    remove: database.prepare('delete from counted where key = ?'),
    sweepCounters: database.prepare('delete from counted where expires <= ?'),
  };
  const sweep = () => {
    ask.sweep.run(Date.now());
    ask.sweepCounters.run(Date.now());
  };
  sweep();
  const sweeping = setInterval(sweep, sweepMs);
  sweeping.unref();
  return {
    database,
    texts: {
      get: (key) => ask.get.get(key, Date.now())?.text as string | undefined,
      set: (key, text, milliseconds) => void ask.set.run(key, text, milliseconds ? Date.now() + milliseconds : null),
      delete: (key) => Number(ask.delete.run(key).changes) > 0,
    },
    counters: {
      add(key, by, seconds) {
        const now = Date.now();
        return Number(ask.add.get(key, by, seconds ? now + seconds * 1000 : null, now)?.sum);
      },
      has: (key) => ask.has.get(key, Date.now()) !== undefined,
      remove: (key) => void ask.remove.run(key),
    },
    close() {
      clearInterval(sweeping);
      if (database.isOpen) database.close();
    },
  };
}

/** Expired values are not given out; this only frees their room. */
const sweepMs = 10 * 60_000;
const waitMs = 2_000;

function openCacheFile(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'cache.sqlite');
  const database = new DatabaseSync(file, { timeout: waitMs });
  chmodSync(file, 0o600);
  // Losing the last values in a power cut is what a cache may do.
  database.exec(`pragma journal_mode = wal; pragma synchronous = off;
    create table if not exists cached (key text primary key, text text not null, expires integer) without rowid;
    create table if not exists counted (key text primary key, sum integer not null, expires integer) without rowid;`);
  return database;
}
