import { Decimal } from 'decimal.js';
import { isLosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';
import { Fault } from '../domain/shared/fault';
import { amount } from '../domain/shared/money';
import { isPlain, withNumbersAsText } from './plain-json';

/** The small words of a platform's JSON: text, amounts, instants, counts, lists. Ids are each platform's own. */

/**
 * Parses a body without losing a digit: numbers arrive as text. Characters that PostgreSQL cannot keep as text
 * (NUL, halves of surrogate pairs) are replaced.
 * @throws {Fault} `malformed` when it is not JSON
 */
export function parseBody(body: string): unknown {
  try {
    if (isPlain(body)) return withNumbersAsText(JSON.parse(body));
    return parse(body, unkeepable.test(body) ? (_, value) => keepable(value) : undefined, { parseNumber: (n) => n });
  } catch (cause) {
    throw malformed('The message is not JSON.', cause);
  }
}

/** What the drain is told about a body that is not what its topic promises. */
export function malformed(publicMessage: string, cause?: unknown): Fault {
  return new Fault({ reasonClass: 'malformed', retry: false, publicMessage, ...(cause ? { cause } : {}) });
}

/** Parses with a schema; the fault names the fields that are wrong, never their content. */
export function readAs<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const fields = result.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`);
  throw malformed(`This is not ${what}: ${fields.join('; ')}`);
}

/** Says what a value means, or why it is refused. */
export type Reader<T> = (value: unknown, refuse: Refuse) => T;
export type Refuse = (why: string) => never;

/**
 * A schema that reads a value in one step. Every field of every order passes here, and each step more that zod takes for a
 * field (a union, a nullish, a transform behind it) costs as much as the first.
 */
export function field<T>(read: Reader<T>): z.ZodType<T, unknown> {
  return z.transform((value: unknown, context): T => {
    return read(value, (message) => {
      context.addIssue({ code: 'custom', message: value === undefined ? 'is missing' : message, input: value });
      return z.NEVER;
    });
  });
}

/** The same, where nothing may be told; nothing is null. */
export function maybe<T>(read: Reader<T>): z.ZodType<T | null, unknown> {
  return field((value, refuse) => (value === undefined || value === null ? null : read(value, refuse)));
}

/** Text; empty counts as missing. */
export const text = maybe((value, refuse) => {
  if (typeof value === 'string') return value === '' ? null : value;
  return typeof value === 'boolean' ? String(value) : refuse('is not text');
});

/** An amount, in its shortest exact spelling: 10.00, 10.0 and, as a JSON number may be written, 1E1 are the same money. */
export const readDecimal: Reader<string> = (value, refuse) => {
  if (typeof value !== 'string') return refuse('is not an amount');
  if (usualDecimal.test(value)) return withoutEnd(value);
  try {
    return amount(/^-?\d+(\.\d+)?e[+-]?\d{1,2}$/i.test(value) ? new Decimal(value) : value.trim()).toFixed();
  } catch {
    return refuse('is not an amount');
  }
};
export const decimal = field(readDecimal);
export const maybeDecimal = maybe(readDecimal);

/** An amount as nearly all are spelt: only zeros at its end may be too much. */
const usualDecimal = /^-?(0|[1-9]\d{0,20})(\.\d{1,20})?$/;

function withoutEnd(decimal: string): string {
  let end = decimal.length;
  if (decimal.includes('.')) {
    while (decimal[end - 1] === '0') end--;
    if (decimal[end - 1] === '.') end--;
  }
  const short = decimal.slice(0, end);
  return short === '-0' ? '0' : short;
}

/** An instant in UTC. */
const readInstant: Reader<string> = (value, refuse) => {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? refuse('is not a time') : new Date(time).toISOString();
};
export const instant = field(readInstant);
export const maybeInstant = maybe(readInstant);

const readCount: Reader<number> = (value, refuse) => {
  const isCount = typeof value === 'string' && /^-?\d{1,9}(\.0+)?$/.test(value);
  return isCount ? Number(value) : refuse('is not a whole number');
};
export const count = field(readCount);
export const maybeCount = maybe(readCount);

const readFlag: Reader<boolean> = (value, refuse) =>
  typeof value === 'boolean' ? value : refuse('is neither true nor false');
export const maybeFlag = maybe(readFlag);
/** True or false; not told is false. */
export const flag = field((value, refuse) => (value === undefined || value === null ? false : readFlag(value, refuse)));

/** A list in any of its dresses: a plain list, a connection with nodes or with edges, or nothing at all. */
export function list<T extends z.ZodType>(element: T) {
  return z.preprocess(bare, z.array(element));
}

function bare(value: unknown): unknown {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value) || typeof value !== 'object') return value;
  if ('nodes' in value && Array.isArray(value.nodes)) return value.nodes.filter((node) => node !== null);
  if ('edges' in value && Array.isArray(value.edges)) return value.edges.map((edge) => edge?.node).filter(Boolean);
  return value;
}

const named = z.object({ name: text, key: text, value: z.unknown().optional() });

/** Properties and attributes: `{name, value}` or `{key, value}`; a value that is not text is kept as JSON. */
export const properties = z
  .preprocess((value) => (Array.isArray(value) ? value : []), z.array(named))
  .transform((all) =>
    all
      .map((one) => ({ name: one.name ?? one.key ?? '', value: plain(one.value) }))
      .filter((one) => one.name !== '' || one.value !== ''),
  );

function plain(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const unkeepable = /\\u0000|\\ud[89a-f]|\0/i;

const brokenText = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function keepable(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(brokenText, '\uFFFD');
  if (isLosslessNumber(value)) return value.value;
  return value;
}
