import { Worker } from 'node:worker_threads';
import type { PlatformName } from '../domain/shared/ids';
import type { ReadableEntry, ReadResult } from './read-entry';

export type ReadQuestion = { id: number; platform: PlatformName; entries: ReadableEntry[] };
export type ReadAnswer = { id: number } & ({ text: string } | { error: string });

const entriesInQuestion = 20;

type Waiting = { resolve(results: ReadResult[]): void; reject(error: unknown): void };
let thread: Worker | null = null;
let questions = 0;
const waiting = new Map<number, Waiting>();

/**
 * Reads entries in a thread: making orders of their text takes the processor longer than anything else that a backlog
 * needs, and meanwhile this one is free for the database and for other stores.
 * @returns in the order of `entries`
 */
export async function readInThread(platform: PlatformName, entries: ReadableEntry[]): Promise<ReadResult[]> {
  const parts: Promise<ReadResult[]>[] = [];
  for (let at = 0; at < entries.length; at += entriesInQuestion) {
    parts.push(ask(platform, entries.slice(at, at + entriesInQuestion)));
  }
  return (await Promise.all(parts)).flat();
}

function ask(platform: PlatformName, entries: ReadableEntry[]): Promise<ReadResult[]> {
  const id = ++questions;
  thread ??= begin();
  thread.ref();
  const needed = entries.map(({ topic, body, attempts, triggeredAt, receivedAt }) => {
    return { topic, body, attempts, triggeredAt, receivedAt };
  });
  thread.postMessage({ id, platform, entries: needed } satisfies ReadQuestion);
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

/** Ends the thread; what is being read is refused, and the next question begins another. */
export async function stopReading(): Promise<void> {
  await thread?.terminate();
}

function begin(): Worker {
  const begun = new Worker(new URL('./reader-thread.server.ts', import.meta.url), { execArgv: ['--import', 'tsx'] });
  const fail = (error: unknown) => {
    if (thread === begun) thread = null;
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
  };
  begun.on('message', (answer: ReadAnswer) => {
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('text' in answer) asked?.resolve(JSON.parse(answer.text));
    else asked?.reject(new Error(answer.error));
    // Nobody waits for a thread that has nothing to do.
    if (waiting.size === 0) begun.unref();
  });
  begun.once('error', fail);
  begun.once('exit', () => fail(new Error('the reading thread ended')));
  return begun;
}
