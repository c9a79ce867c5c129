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

/** Text; empty counts as missing. */
export const text = z
  .union([z.string(), z.boolean()])
  .nullish()
  .transform((value) => (value === undefined || value === null || value === '' ? null : String(value)));

/** An amount, in its shortest exact spelling: 10.00, 10.0 and, as a JSON number may be written, 1E1 are the same money. */
export const decimal = z.string().transform((value, context) => {
  try {
    return amount(/^-?\d+(\.\d+)?e[+-]?\d{1,2}$/i.test(value) ? new Decimal(value) : value.trim()).toFixed();
  } catch {
    context.addIssue({ code: 'custom', message: 'is not an amount' });
    return z.NEVER;
  }
});

export const maybeDecimal = decimal.nullish().transform((value) => value ?? null);

/** An instant in UTC. */
export const instant = z.string().transform((value, context) => {
  const time = Date.parse(value);
  if (Number.isNaN(time)) {
    context.addIssue({ code: 'custom', message: 'is not a time' });
    return z.NEVER;
  }
  return new Date(time).toISOString();
});
export const maybeInstant = instant.nullish().transform((value) => value ?? null);

export const count = z
  .string()
  .regex(/^-?\d{1,9}(\.0+)?$/, 'is not a whole number')
  .transform(Number);
export const flag = z.boolean().nullish().transform(Boolean);

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
