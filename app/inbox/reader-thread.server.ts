import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { setConfig } from '../config/config.server';
import { withTenantSql } from '../db/connection.server';
import { dialects } from '../platforms/dialects';
import { type WaitingEntry, waitingAfter } from './inbox-store.server';
import { asText, readWaiting } from './read-results.server';
import type { ReadAnswer, ReaderSetting, ReadQuestion } from './reader.server';

/** Reads entries in a thread of its own (reader.server.ts), over connections of its own: a thread reads one after the other, so two keep it busy. */
const { config } = workerData as ReaderSetting;
setConfig({ ...config, database: { ...config.database, poolMax: 2 } });

const entriesInAnswer = 20;

parentPort?.on('message', (question: ReadQuestion) => {
  answer(question).catch((error) => tell({ id: question.id, error: String(error) }));
});

async function answer({ id, storeId, platform, after, most }: ReadQuestion): Promise<void> {
  const dialect = dialects[platform];
  if (!dialect) throw new Error(`nobody reads ${platform}`);
  const waiting = await fetch(storeId, after, most);
  for (let at = 0; at === 0 || at < waiting.length; at += entriesInAnswer) {
    const some = waiting.slice(at, at + entriesInAnswer);
    const seen = some.map(({ id, row }) => ({ id, row }));
    const text = asText(some.map((entry) => readWaiting(dialect, entry)));
    tell({ id, part: { seen, text }, isLast: at + entriesInAnswer >= waiting.length });
    // Other stores' questions are heard between.
    await nextTurn();
  }
}

/** What PostgreSQL says of bytes that are no text. */
const noText = '22021';

async function fetch(storeId: ReadQuestion['storeId'], after: string, most: number): Promise<WaitingEntry[]> {
  const ask = (as: 'text' | 'bytes') =>
    withTenantSql(storeId, (sql) => waitingAfter(sql, storeId, { after, most, as }));
  try {
    return await ask('text');
  } catch (error) {
    if ((error as { code?: string }).code !== noText) throw error;
    return ask('bytes');
  }
}

function tell(answer: ReadAnswer): void {
  parentPort?.postMessage(answer);
}
