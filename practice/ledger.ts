import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** What each shelf of a platform holds, by name. */
export type ShelfTypes = Record<string, { id: string }>;

/** One shelf of one store: documents by id, written through to disk, parsed only when somebody asks. */
export type Shelf<T extends { id: string }> = {
  get(id: string): T | null;
  put(doc: T): void;
  remove(id: string): void;
  all(): T[];
  /** those that are not lent */
  written(): T[];
  /** the very same list as long as none of them is written */
  lent(): readonly T[];
  size(): number;
  /** adds documents that are made when somebody asks for them; one that is put is written like any other */
  lend(source: Source<T>): void;
};

/** Documents too many to be held: what lists need of each at once, the rest when it is read. */
export type Source<T> = { list(): readonly T[]; get(id: string): T | null };

export type Ledger<Shelves extends ShelfTypes> = {
  shelf<N extends keyof Shelves & string>(store: string, name: N): Shelf<Shelves[N]>;
  /** ids are unique over all stores and kinds, as the platform's are per kind */
  nextId(): string;
  /** so many ids one after the other; tells the first */
  reserveIds(count: bigint): bigint;
  /** lets ids go on after `id`, to see what becomes of very large ones */
  raiseIds(id: string): void;
  /** many writes at once: one transaction on disk */
  together<T>(work: () => T): T;
  close(): void;
};

/**
 * The ledger: every document is one JSON row of SQLite, written when it changes, so that a killed
 * process loses nothing. Without a folder the rows live in memory.
 */
export function openLedger<Shelves extends ShelfTypes>(dataDir: string | null, file: string): Ledger<Shelves> {
  if (dataDir !== null) mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(dataDir === null ? ':memory:' : path.join(dataDir, file));
  db.exec(`pragma journal_mode = wal; pragma synchronous = normal;
    create table if not exists document (store text, kind text, id text, json text, primary key (store, kind, id)) without rowid;
    create table if not exists counter (name text primary key, value text)`);
  const write = db.prepare('insert into document values (?, ?, ?, ?) on conflict do update set json = excluded.json');
  const erase = db.prepare('delete from document where store = ? and kind = ? and id = ?');
  const rows = db.prepare('select id, json from document where store = ? and kind = ? order by id');
  const saveCounter = db.prepare('insert into counter values (?, ?) on conflict do update set value = excluded.value');
  const shelves = new Map<string, Shelf<{ id: string }>>();
  const kept = db.prepare("select value from counter where name = 'id'").get() as { value: string } | undefined;
  let lastId = kept === undefined ? 7_104_000_000_000n : BigInt(kept.value);
  let reserved = lastId;

  return {
    shelf: <N extends keyof Shelves & string>(store: string, name: N) => {
      const key = `${store} ${name}`;
      let shelf = shelves.get(key);
      if (shelf === undefined) {
        shelf = openShelf(store, name, { write, erase, rows });
        shelves.set(key, shelf);
      }
      return shelf as unknown as Shelf<Shelves[N]>;
    },
    nextId: () => {
      lastId += 1n;
      if (lastId > reserved) {
        reserved = lastId + 10_000n;
        saveCounter.run('id', reserved.toString());
      }
      return lastId.toString();
    },
    reserveIds: (count) => {
      const first = lastId + 1n;
      lastId += count;
      reserved = lastId;
      saveCounter.run('id', reserved.toString());
      return first;
    },
    raiseIds: (id) => {
      if (BigInt(id) > lastId) lastId = BigInt(id);
    },
    together: (work) => {
      if (db.isTransaction) return work();
      db.exec('begin');
      try {
        return work();
      } finally {
        db.exec('commit');
      }
    },
    close: () => db.close(),
  };
}

type Statements = { write: StatementSync; erase: StatementSync; rows: StatementSync };

function openShelf(store: string, kind: string, statements: Statements): Shelf<{ id: string }> {
  const docs = new Map<string, { id: string } | string>();
  for (const row of statements.rows.all(store, kind) as { id: string; json: string }[]) docs.set(row.id, row.json);
  const read = (id: string, kept: { id: string } | string): { id: string } => {
    if (typeof kept !== 'string') return kept;
    const doc = JSON.parse(kept) as { id: string };
    docs.set(id, doc);
    return doc;
  };
  let lent: Source<{ id: string }> | null = null;
  // How many of the lent ones were written since: they stand with the others then.
  let taken = 0;
  const rest = () => {
    const list = lent?.list() ?? [];
    return taken === 0 ? list : list.filter(({ id }) => !docs.has(id));
  };
  const written = () => [...docs].map(([id, kept]) => read(id, kept));
  return {
    get: (id) => {
      const kept = docs.get(id);
      return kept === undefined ? (lent?.get(id) ?? null) : read(id, kept);
    },
    put: (doc) => {
      if (lent !== null && !docs.has(doc.id) && lent.get(doc.id) !== null) taken += 1;
      docs.set(doc.id, doc);
      statements.write.run(store, kind, doc.id, JSON.stringify(doc));
    },
    remove: (id) => {
      docs.delete(id);
      statements.erase.run(store, kind, id);
    },
    all: () => (lent === null ? written() : written().concat(rest())),
    written,
    lent: rest,
    size: () => docs.size + (lent === null ? 0 : lent.list().length - taken),
    lend: (source) => {
      lent = source;
    },
  };
}
