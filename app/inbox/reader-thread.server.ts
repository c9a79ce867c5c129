import { parentPort } from 'node:worker_threads';
import { dialects } from '../platforms/dialects';
import { type ReadableEntry, readEntry } from './read-entry';
import type { ReadAnswer, ReadQuestion } from './reader.server';

/** Reads entries in a thread of its own (reader.server.ts). Answers are text: parsing it costs less than a copied tree. */
parentPort?.on('message', ({ id, platform, entries }: ReadQuestion) => {
  parentPort?.postMessage({ id, ...answerTo(platform, entries) } satisfies ReadAnswer);
});

function answerTo(platform: ReadQuestion['platform'], entries: ReadableEntry[]): { text: string } | { error: string } {
  const dialect = dialects[platform];
  if (!dialect) return { error: `nobody reads ${platform}` };
  return { text: JSON.stringify(entries.map((entry) => readEntry(dialect, entry))) };
}
