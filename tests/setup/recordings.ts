import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isLosslessNumber, parse, stringify } from 'lossless-json';
import { expect, test } from 'vitest';

/** Real recordings, made by others, when they are at hand. */
const data = process.env.TAGALONG_SHARED_DATA ?? path.resolve('../shared/data');
const present = existsSync(data);
if (!present) console.warn(`recordings: none at ${data}, nothing to read`);

/** A test that reads recordings. They are not ours to keep here: where there are none, its name says that nothing was read. */
export function recordedTest(name: string, run: () => void | Promise<void>): void {
  if (present) test(name, run);
  else test(`${name}: not read, no recordings are at hand`, () => expect(existsSync(data)).toBe(false));
}

type Wanted = (value: Record<string, unknown>) => boolean;

/** Every object in the recordings of a folder that `wanted` picks, as JSON text of its own; numbers keep their digits. */
export function* recorded(folder: string, wanted: Wanted): Generator<{ file: string; body: string }> {
  const place = path.join(data, folder);
  if (!existsSync(place)) return;
  for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.json')) continue;
    for (const body of pick(readFileSync(path.join(place, name), 'utf8'), wanted))
      yield { file: path.basename(name), body };
  }
}

function pick(json: string, wanted: Wanted): string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (value !== null && typeof value === 'object' && !isLosslessNumber(value)) {
      const record = value as Record<string, unknown>;
      if (wanted(record)) found.push(stringify(record) ?? '');
      Object.values(record).forEach(walk);
    }
  };
  try {
    walk(parse(json));
  } catch (error) {
    // A few of the published samples are not JSON themselves.
    if (!(error instanceof SyntaxError)) throw error;
  }
  return found;
}
