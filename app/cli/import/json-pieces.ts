/** Where a file can be read on: in bytes from its start, with what a reader must know there. */
export type Place = { offset: number; line: number; inList: boolean };
export const fileStart: Place = { offset: 0, line: 1, inList: false };

/** One value with the line it begins on, and the place behind it. */
export type JsonPiece = { line: number; text: string; end: Place };

/**
 * Cuts a stream of JSON into values without holding all of it: each line of a JSONL file, the one value of a
 * JSON file, and of a list at the top each element. Values may span lines and chunks. A value that is broken off
 * does not take the lines after it along: where a line begins with an object that cannot stand there, a new value
 * begins.
 * @param from where the stream begins in its file: behind a piece of an earlier reading
 */
export async function* jsonPieces(chunks: AsyncIterable<string>, from: Place = fileStart): AsyncGenerator<JsonPiece> {
  const cutter = new Cutter(from);
  for await (const chunk of chunks) yield* cutter.take(chunk);
  yield* cutter.end();
}

class Cutter {
  private text = '';
  private line: number;
  private startLine: number;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** inside a list at the top, whose elements are the pieces */
  private inList: boolean;
  /** a whole value stood on one line, as every value of a JSONL file does */
  private byLine = false;
  private atLineStart = true;
  /** the last character that is not space, outside of strings */
  private last = '';
  /** bytes of the file up to `counted`, a position in the chunk */
  private bytes: number;
  private counted = 0;
  private chunk = '';

  constructor(from: Place) {
    this.line = from.line;
    this.startLine = from.line;
    this.inList = from.inList;
    this.bytes = from.offset;
  }

  *take(chunk: string): Generator<JsonPiece> {
    [this.chunk, this.counted] = [chunk, 0];
    let from = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i] ?? '';
      const { atLineStart, last } = this;
      this.atLineStart = c === '\n';
      if (c.trim() !== '' && !this.inString) this.last = c;
      if (c === '\n') {
        this.line++;
        // No string goes over a line: this one was broken off.
        if (this.inString) this.last = '"';
        [this.inString, this.escaped] = [false, false];
      }
      if (c === '{' && atLineStart && this.depth > 0 && (this.byLine || !/[:,[]/.test(last))) {
        yield* this.cut(from, i, i, this.line - 1);
        [this.depth, from] = [0, i];
      }
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (c === '\\') this.escaped = true;
        else if (c === '"') this.inString = false;
        continue;
      }
      if (c === '"') this.inString = true;
      else if (c === '{' || c === '[') {
        if (this.depth === 0 && this.text.trim() === '' && chunk.slice(from, i).trim() === '') {
          this.startLine = this.line;
          if (c === '[' && !this.inList) {
            this.inList = true;
            this.text = '';
            from = i + 1;
            continue;
          }
        }
        this.depth++;
      } else if (c === '}' || c === ']') {
        if (this.depth === 0 && c === ']' && this.inList) {
          yield* this.cut(from, i, i);
          this.inList = false;
          from = i + 1;
          continue;
        }
        this.depth--;
        if (this.depth <= 0) {
          this.depth = 0;
          if (!this.inList && this.startLine === this.line) this.byLine = true;
          yield* this.cut(from, i + 1, i + 1);
          from = i + 1;
        }
      } else if (this.depth === 0 && ((c === ',' && this.inList) || c === '\n')) {
        yield* this.cut(from, i, i + 1, c === '\n' ? this.line - 1 : this.line);
        from = i + 1;
      }
    }
    this.text += chunk.slice(from);
    this.countTo(chunk.length);
  }

  *end(): Generator<JsonPiece> {
    [this.chunk, this.counted] = ['', 0];
    yield* this.cut(0, 0, 0);
  }

  /**
   * @param next where the rest begins
   * @param bareLine where a value without an opening bracket stands, which would have told its line
   */
  private *cut(from: number, to: number, next: number, bareLine = this.line): Generator<JsonPiece> {
    const text = (this.text + this.chunk.slice(from, to)).trim();
    this.text = '';
    if (text === '') return;
    this.countTo(next);
    const { bytes: offset, line, inList } = this;
    yield { line: /^[{[]/.test(text) ? this.startLine : bareLine, text, end: { offset, line, inList } };
  }

  private countTo(position: number): void {
    this.bytes += Buffer.byteLength(this.chunk.slice(this.counted, position));
    this.counted = position;
  }
}
