import { Worker } from 'node:worker_threads';
import { type Config, config } from '../config/config.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import { fromText } from './known-entry';
import type { KnownEntry, ReadAhead } from './read-ahead.server';

export type ReadQuestion = { id: number; storeId: StoreId; platform: PlatformName; after: string; most: number };
export type ReadAnswer = { id: number } & ({ text: string; isLast: boolean } | { error: string });
/** What the thread is begun with. */
export type ReaderSetting = { config: Config };

type Asked = { known: Map<string, KnownEntry>; resolve(read: ReadAhead): void; reject(error: unknown): void };
let thread: Worker | null = null;
let questions = 0;
const asked = new Map<number, Asked>();

/**
 * Reads the entries that wait behind one, in a thread with a connection of its own: fetching their text and making
 * orders of it takes the processor longer than anything else that a backlog needs, and meanwhile this one is free for
 * the database and for other stores.
 */
export function readInThread(
  storeId: StoreId,
  platform: PlatformName,
  after: string,
  most: number,
): Promise<ReadAhead> {
  const id = ++questions;
  thread ??= begin();
  thread.ref();
  thread.postMessage({ id, storeId, platform, after, most } satisfies ReadQuestion);
  return new Promise((resolve, reject) => asked.set(id, { known: new Map(), resolve, reject }));
}

/** Ends the thread; what is being read is refused, and the next question begins another. */
export async function stopReading(): Promise<void> {
  await thread?.terminate();
}

function begin(): Worker {
  const begun = new Worker(new URL('./reader-thread.server.ts', import.meta.url), {
    execArgv: ['--import', 'tsx'],
    workerData: { config: config() } satisfies ReaderSetting,
  });
  const fail = (error: unknown) => {
    if (thread === begun) thread = null;
    for (const one of asked.values()) one.reject(error);
    asked.clear();
  };
  begun.on('message', (answer: ReadAnswer) => {
    const question = asked.get(answer.id);
    if (!question) return;
    if ('text' in answer) {
      for (const entry of fromText(answer.text)) question.known.set(entry.id, entry);
      if (!answer.isLast) return;
    }
    asked.delete(answer.id);
    if ('error' in answer) question.reject(new Error(answer.error));
    else question.resolve(question.known);
    // Nobody waits for a thread that has nothing to do.
    if (asked.size === 0) begun.unref();
  });
  begun.once('error', fail);
  begun.once('exit', () => fail(new Error('the reading thread ended')));
  return begun;
}
