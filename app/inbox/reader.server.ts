import { Worker } from 'node:worker_threads';
import { type Config, config } from '../config/config.server';
import type { PlatformName, StoreId } from '../domain/shared/ids';
import type { SeenRow } from './inbox-store.server';
import { type ReadAhead, type ReadPart, readAheadOf } from './read-ahead.server';
import type { ReadResult } from './read-entry';
import { fromText } from './read-results.server';

export type ReadQuestion = { id: number; storeId: StoreId; platform: PlatformName; after: string; most: number };
export type ReadAnswer = { id: number } & ({ part: AnsweredPart; isLast: boolean } | { error: string });
/** Rows, and what was read of them as text. */
type AnsweredPart = { seen: SeenRow[]; text: string };
/** What the thread is begun with. */
export type ReaderSetting = { config: Config };

type Asked = { parts: ReadPart[]; resolve(read: ReadAhead): void; reject(error: unknown): void };
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
  return new Promise((resolve, reject) => asked.set(id, { parts: [], resolve, reject }));
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
    if ('part' in answer) {
      question.parts.push(readPart(answer.part));
      if (!answer.isLast) return;
    }
    asked.delete(answer.id);
    if ('error' in answer) question.reject(new Error(answer.error));
    else question.resolve(readAheadOf(question.parts));
    // Nobody waits for a thread that has nothing to do.
    if (asked.size === 0) begun.unref();
  });
  begun.once('error', fail);
  begun.once('exit', () => fail(new Error('the reading thread ended')));
  return begun;
}

/** Text is light: a tree of all orders that wait would be copied by the collector again and again, until its turn comes. */
function readPart({ seen, text }: AnsweredPart): ReadPart {
  let results: ReadResult[] | undefined;
  return {
    seen,
    results: () => {
      results ??= fromText(text);
      return results;
    },
  };
}
