/**
 * Where the rig kills. Each point has two sides: a line of the program above which, and one below which, the process
 * ends itself without a word. The lines are woven into a copy of the program (patched-app.ts), so the program knows
 * nothing of the rig; a line that is not found any more fails the rig.
 */
export type Place = {
  file: string;
  /** part of the line; the first such line of the file */
  line: string;
  /** the statement ends with this line, behind the first */
  until?: string;
  /** a moment later, while what the line began is under way */
  later?: boolean;
};
export type Act = 'order' | 'sync' | 'renewal' | 'redaction' | 'departure';
export type CrashPoint = { name: string; what: string; in: 'web' | 'worker'; act: Act; above: Place; below: Place };

type Point = Omit<CrashPoint, 'above' | 'below'> & ({ at: Place } | { above: Place; below: Place });

const door = (name: string, what: string, at: Place): Point => ({ name, what, in: 'web', act: 'order', at });
const drain = (name: string, what: string, at: Place): Point => ({ name, what, in: 'worker', act: 'order', at });
const pull = (name: string, what: string, at: Place): Point => ({ name, what, in: 'worker', act: 'sync', at });
const token = (name: string, what: string, at: Place): Point => ({ name, what, in: 'worker', act: 'renewal', at });
const privacy = (name: string, what: string, at: Place): Point => ({
  ...{ name, what, at },
  ...{ in: 'worker', act: 'redaction' },
});
const departure = (name: string, what: string, at: Place): Point => ({
  ...{ name, what, at },
  ...{ in: 'worker', act: 'departure' },
});

const files = {
  door: 'web/door.server.ts',
  receive: 'inbox/receive.server.ts',
  keep: 'domain/entries/keep-store.server.ts',
  drain: 'inbox/drain.server.ts',
  client: 'platforms/shopify/client.server.ts',
  save: 'domain/orders/save-store.server.ts',
  write: 'domain/orders/write-orders-store.server.ts',
  worker: 'entry.worker.ts',
  sync: 'sync/run-sync.server.ts',
  progress: 'sync/progress-store.server.ts',
  broker: 'platforms/token-broker.server.ts',
  endpoint: 'platforms/shopify/token-broker.server.ts',
  request: 'privacy/request-store.server.ts',
  erasure: 'privacy/erasure-store.server.ts',
  answer: 'privacy/run-request.server.ts',
  left: 'privacy/uninstalled.server.ts',
  ask: 'inbox/ask-platform.server.ts',
} as const;

const sending = { file: files.keep, line: "const { rows } = await client.query({ name: 'keep entries'" };
const asking = { file: files.client, line: 'reply = (await client.rawRequest(' };
const renewing = { file: files.broker, line: 'const answer = await again.execute(' };

const all: Point[] = [
  door('W1', 'a delivery is at the door', { file: files.door, line: 'const requestId = requestIdOf(' }),
  door('W2', 'a part of its body has come', { file: files.door, line: 'size += chunk.length;' }),
  door('W3', 'its signature is checked', {
    file: files.receive,
    line: 'const read = platformOf(platform).webhooks.read(',
  }),
  door('W4', 'it waits for the writer', { file: files.keep, line: 'waiting.push(new Waiting(entry, told));' }),
  door('W5', 'its group is made', { file: files.keep, line: 'const entries = group.map((one) => one.entry);' }),
  {
    ...{ name: 'W6', what: 'entry and wake-up are on their way to the database', in: 'web', act: 'order' },
    ...{ above: { ...sending, later: true }, below: sending },
  },
  door('W7', 'the database has them', { file: files.keep, line: 'for (const one of group) one.kept();' }),
  {
    ...{ name: 'W8', what: 'the platform is answered', in: 'web', act: 'order' },
    above: { file: files.door, line: 'response.writeHead(status, {' },
    below: { file: files.door, line: "response.end(text, 'latin1');" },
  },
  drain('J1', 'entries are claimed', {
    file: files.drain,
    line: 'const entries = await claim(sql, storeId, size, store ? known.seen : []);',
  }),
  pull('J2', 'the token is opened', { file: files.client, line: 'const { shop, token } = await offlineToken(' }),
  {
    ...{ name: 'J3', what: 'a question is sent to the platform', in: 'worker', act: 'sync' },
    ...{ above: asking, below: { ...asking, later: true } },
  },
  pull('J4', 'its answer is read', { file: files.client, line: 'const cost = told(reply.extensions?.cost);' }),
  drain('J5', 'the store is entered', { file: files.drain, line: 'const store = await enterStore(sql, storeId);' }),
  drain('J6', 'the orders are locked', { file: files.save, line: 'await lockOrders(sql, storeId, ids);' }),
  drain('J7', 'the orders are written', { file: files.write, line: 'if (heads && gathered.orders.length > 0) await' }),
  drain('J8', 'lines, payments and ledger are written', {
    ...{ file: files.write, line: 'await overlapped(sql, [', until: ']);' },
  }),
  drain('J9', 'the figures are asked for', {
    file: files.drain,
    line: 'if (changes > 0) await ports.afterSave(',
  }),
  drain('J10', 'the entries are ended', { file: files.drain, line: 'await endEntries(sql, storeId, endings);' }),
  {
    ...{ name: 'J11', what: 'the batch is committed', in: 'worker', act: 'order' },
    above: { file: files.drain, line: 'return { claimed: entries.length, endings, asks, store };' },
    below: { file: files.drain, line: 'const { claimed, endings, asks, store } = await withTenantSql(', until: ');' },
  },
  drain('J12', 'the drain is over', { file: files.worker, line: 'await drainStore(asStoreId(storeId), signal);' }),
  pull('S1', 'the cursor is read', { file: files.sync, line: 'const from = job.params.from ?? (' }),
  pull('S2', 'a page has come', { file: files.sync, line: 'const entries = page.map((order) => entryOf(' }),
  pull('S3', 'its orders are in the inbox', { file: files.progress, line: 'const { known } = await putEntriesIn(' }),
  pull('S4', 'its progress is noted', {
    ...{ file: files.progress, line: '(countSkippedSql, [storeId, jobId, skipped]);' },
  }),
  pull('S5', 'the page is committed', { file: files.sync, line: 'const state = entries.length > 0 ? await putPage(' }),
  pull('S6', 'the last page is read', { file: files.sync, line: 'await allRead(storeId, jobId, until);' }),
  pull('S7', 'the cursor moved, the job ends', {
    ...{ file: files.progress, line: '    await finishJobWhenDone(sql, storeId, jobId);' },
  }),
  token('T1', 'the store’s token is locked', { file: files.broker, line: 'const session = await readSession(owner' }),
  {
    ...{ name: 'T2', what: 'a new token is asked for', in: 'worker', act: 'renewal' },
    ...{ above: renewing, below: { ...renewing, later: true } },
  },
  token('T3', 'the new token has come', {
    file: files.endpoint,
    line: 'const read = reply.safeParse(await answer.json()',
  }),
  token('T4', 'the new token is kept', { file: files.broker, line: 'await writeSession(owner, {' }),
  {
    ...{ name: 'T5', what: 'the new token is used', in: 'worker', act: 'renewal' },
    ...{ above: { file: files.broker, line: 'return pair.accessToken;' }, below: { ...asking, later: true } },
  },
  {
    ...{ name: 'G1', what: 'an erasure is asked for', in: 'worker', act: 'redaction' },
    above: { file: files.request, line: 'const id = v7();' },
    below: { file: files.request, line: "await enqueueIn(sql, 'privacy'," },
  },
  {
    ...{ name: 'G2', what: 'the person is remembered as erased', in: 'worker', act: 'redaction' },
    above: { file: files.erasure, line: 'const person = await findPerson(' },
    below: { file: files.erasure, line: '[storeId, subjectNames(person)],', until: ');' },
  },
  {
    ...{ name: 'G3', what: 'their rows are emptied', in: 'worker', act: 'redaction' },
    above: { file: files.erasure, line: 'const orders = await sql(' },
    below: { file: files.answer, line: '} = await erasePersonRows(' },
  },
  privacy('G4', 'raw messages are emptied', { file: files.answer, line: 'const bodies = await scrubEntriesOf(' }),
  privacy('G5', 'the request is done', {
    ...{ file: files.answer, line: "await finishRequest(storeId, request.id, { state: 'completed', counts });" },
  }),
  {
    ...{ name: 'U1', what: 'the platform is asked whether we are out', in: 'worker', act: 'departure' },
    ...{ above: asking, below: { file: files.ask, line: 'await enterStore(sql, storeId);' } },
  },
  departure('U2', 'the installation ends', {
    file: files.left,
    line: 'if (!(await markUninstalledIn(sql, storeId, at)))',
  }),
  departure('U3', 'that it ended is committed', { file: files.ask, line: 'await ports.onUninstalled(sql, storeId,' }),
];

export const crashPoints: CrashPoint[] = all.map(({ ...point }) =>
  'at' in point ? { ...point, above: point.at, below: point.at } : point,
);
