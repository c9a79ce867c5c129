import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 2_000_000;

/** The whole body, up to two megabytes. */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MOST_BYTES) throw new RangeError('the body is larger than two megabytes');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

/** A JSON, urlencoded or multipart body as one object; `a[b]` and `a[]` become nested, as themes expect. */
export async function readFields(request: IncomingMessage): Promise<Record<string, unknown>> {
  const body = await readBody(request);
  if (body.length === 0) return {};
  const type = request.headers['content-type'] ?? '';
  if (type.includes('json')) {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(value) ? value : {};
  }
  if (type.includes('multipart/form-data')) {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    return nest([...form.entries()].map(([name, value]) => [name, typeof value === 'string' ? value : value.name]));
  }
  return nest([...new URLSearchParams(body.toString('utf8'))]);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `[['properties[_a]', '1'], ['updates[]', '2']]` becomes `{properties: {_a: '1'}, updates: ['2']}`. */
export function nest(pairs: readonly (readonly [string, string])[]): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of pairs) {
    const steps = [...name.matchAll(/([^[\]]+)|\[\]/g)].map((m) => m[1] ?? '');
    place(result, steps, value);
  }
  return result;
}

function place(into: Record<string, unknown>, steps: readonly string[], value: string): void {
  const [first = '', ...rest] = steps;
  if (first === '__proto__') return;
  if (rest.length === 0) {
    into[first] = value;
  } else if (rest[0] === '' && rest.length === 1) {
    const list = into[first];
    if (Array.isArray(list)) list.push(value);
    else into[first] = [value];
  } else {
    const inner = into[first];
    const next = isRecord(inner) ? inner : {};
    into[first] = next;
    place(next, rest, value);
  }
}
