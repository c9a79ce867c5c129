import { readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { isRecord } from '../web/body';
import type { ApiAnswer, ApiCall } from './api-call';
import type { CartLine } from './carts';
import type { Room } from './platform';

/**
 * The one function that may stand over a store's carts. The platform runs it as WebAssembly; here its script runs in a
 * context of its own, with the same reading and writing of bytes and nothing else. Its metafield is looked up as the
 * binding asks.
 */

/** What an upload of the function would have been given as its id. */
export const uploadedFunction = '700001';

/** `/function/cart-transform`: the list of what is bound, and binding it. */
export function answerFunctions({ room, method, path: [, name], body }: ApiCall): ApiAnswer {
  if (name !== 'cart-transform') return undefined;
  const bound = room.shelf('transform');
  if (method === 'GET') {
    const all = bound.all().map(({ id, function_id, block_on_failure }) => ({ id, function_id, block_on_failure }));
    return { data: { count: all.length, 'cart-transforms': all } };
  }
  if (method !== 'POST') return undefined;
  if (body.function_id !== uploadedFunction) return refusal('INVALID_FUNCTION_ID');
  if (bound.size() > 0) return refusal('FUNCTION_ALREADY_BOUND');
  const query = JSON.parse(String(body.input_query ?? '{}')) as { product_metafields_query?: unknown[] };
  if ((query.product_metafields_query ?? []).length > 1) return refusal('INVALID_INPUT_QUERY');
  const doc = {
    id: room.nextId(),
    function_id: uploadedFunction,
    block_on_failure: body.block_on_failure === true,
    metafield: (query.product_metafields_query?.[0] ?? null) as { namespace: string; key: string } | null,
  };
  bound.put(doc);
  return { data: { id: doc.id, block_on_failure: doc.block_on_failure } };
}

function refusal(code: string): ApiAnswer {
  return { status: 422, data: { errors: { function_id: [code] } } };
}

/** The lines as they are charged. A function that fails leaves them as they were. */
export function charged(room: Room, extensionDir: string, lines: CartLine[]): CartLine[] {
  const [bound] = room.shelf('transform').all();
  if (!bound) return lines;
  const input = { cart: { line_items: lines.map((line) => lineView(room, line, bound.metafield)) } };
  const prices = pricesIn(run(extensionDir, input));
  return lines.map((line) => ({ ...line, price: prices.get(line.id) ?? line.price }));
}

function lineView(room: Room, line: CartLine, wanted: { namespace: string; key: string } | null) {
  const metafields = room
    .shelf('productMetafield')
    .all()
    .filter((one) => one.owner_id === line.productId && one.namespace === wanted?.namespace && one.key === wanted.key)
    .map(({ namespace, key, value }) => ({ namespace, key, value }));
  return {
    ...{ id: line.id, quantity: line.quantity, properties: JSON.stringify(line.properties) },
    product: {
      ...{ product_id: line.productId, variant_id: line.variantId, price: line.price, title: line.title },
      metafields,
    },
  };
}

function run(extensionDir: string, input: object): unknown {
  const file = path.join(extensionDir, '../tagalong-shoplazza-prices/src/function.js');
  const given = new TextEncoder().encode(JSON.stringify(input));
  let at = 0;
  let answer = '';
  const Javy = {
    IO: {
      readSync: (_: number, into: Uint8Array) => {
        const part = given.subarray(at, at + into.length);
        into.set(part);
        at += part.length;
        return part.length;
      },
      writeSync: (_: number, bytes: Uint8Array) => {
        answer += Buffer.from(bytes).toString('utf8');
      },
    },
  };
  try {
    vm.runInNewContext(readFileSync(file, 'utf8'), { Javy, TextDecoder, TextEncoder, Uint8Array }, { timeout: 500 });
    return JSON.parse(answer);
  } catch {
    return null;
  }
}

function pricesIn(answer: unknown): Map<string, string> {
  const operation = isRecord(answer) && isRecord(answer.operation) ? answer.operation : {};
  const updates = Array.isArray(operation.update) ? operation.update : [];
  return new Map(updates.map((one) => [String(one.id), String(one.price?.adjustment_fixed_price)]));
}
