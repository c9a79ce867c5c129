import { z } from 'zod';
import { malformed } from '../fields';
import { unexpected } from './faults';

/**
 * Shoplazza speaks two dialects. 2022-01 answers `{order}`; since 2025-06 it is `{code, message, data}` around it.
 * Webhooks wrap their object in its name, older ones send it bare. One reading for all of them.
 */
const wrapped = z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) });
const record = z.record(z.string(), z.unknown());

/** What a reply carries, without the wrapping of the newer dialect. */
export function contentOf(value: unknown): Record<string, unknown> {
  const read = record.safeParse(value);
  if (!read.success) throw malformed('The message is no JSON object.');
  return wrapped.safeParse(value).data?.data ?? read.data;
}

/** The object of that name, or the content itself when it is the object. */
export function objectIn(value: unknown, name: string): unknown {
  const content = contentOf(value);
  const inner = content[name];
  return inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? inner : content;
}

/**
 * The list of that name in a reply. Null stands for an empty one; an answer that has none at all says nothing about the list.
 * @throws {Fault} that may be tried again, where there is none
 */
export function listIn(reply: Record<string, unknown> | null, name: string): unknown[] {
  const found = reply?.[name];
  if (found === null) return [];
  if (!Array.isArray(found)) throw unexpected(`no list of ${name}`);
  return found;
}
