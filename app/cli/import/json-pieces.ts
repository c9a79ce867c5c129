import { JsonCutter } from './json-cutter';
import { fileStart, type JsonPiece, type Place } from './json-place';

/**
 * Cuts a stream of JSON into values (json-cutter.ts).
 * @param from where the stream begins in its file: behind a piece of an earlier reading
 */
export async function* jsonPieces(
  chunks: AsyncIterable<Uint8Array>,
  from: Place = fileStart,
): AsyncGenerator<JsonPiece> {
  const cutter = new JsonCutter(from);
  for await (const chunk of chunks) yield* cutter.take(chunk);
  yield* cutter.end();
}
