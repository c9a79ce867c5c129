import { isUtf8 } from 'node:buffer';
import { parse } from 'lossless-json';
import { jsonPieces } from './json-pieces';
import type { JsonPiece, Place } from './json-place';
import { isOrder, ordersIn } from './orders-in';
import type { Piece } from './piece';

/** The orders of a JSON or JSONL file, in whatever wrappers. */
export async function* jsonOrders(chunks: AsyncIterable<Uint8Array>, from?: Place): AsyncGenerator<Piece> {
  for await (const piece of jsonPieces(chunks, from)) {
    const { line, start, bytes, isAside, end } = piece;
    const found = piece.broken ? { bodies: [], wrong: brokenWords[piece.broken] } : bodiesIn(piece);
    if (isAside && found.bodies.length === 0) continue;
    yield { line, start, ...found, raw: () => bytes.toString(), end };
  }
}

const brokenWords = {
  'cut off': 'it is broken off: its text ends before it does',
  'too long': 'it is longer than 32 MiB, which no order is',
  'not closed': 'the text breaks off here, inside a list or wrapper: what should follow is missing',
};

function bodiesIn({ bytes, key }: JsonPiece): Pick<Piece, 'bodies' | 'wrong'> {
  if (!isUtf8(bytes)) return { bodies: [], wrong: 'it is not UTF-8 text' };
  const text = bytes.toString();
  try {
    // An order that stands alone is kept as it is, byte for byte; only what wraps it would have to be taken off.
    if (isOrder(JSON.parse(text), key)) return { bodies: [bytes], wrong: null };
    const bodies = ordersIn(parse(text), key).map((body) => Buffer.from(body));
    return { bodies, wrong: bodies.length > 0 ? null : 'there is no order in it' };
  } catch {
    return { bodies: [], wrong: 'it is not JSON' };
  }
}
