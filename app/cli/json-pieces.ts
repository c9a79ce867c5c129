/**
 * Cuts a stream of JSON into values without holding all of it: each line of a JSONL file, the one value of a
 * JSON file, and of a list at the top each element. Values may span lines and chunks. A value that is broken off
 * does not take the lines after it along: where a line begins with an object that cannot stand there, a new value
 * begins.
 */
export async function* jsonPieces(chunks: AsyncIterable<string>): AsyncGenerator<{ line: number; text: string }> {
  const cutter = new Cutter();
  for await (const chunk of chunks) yield* cutter.take(chunk);
  yield* cutter.end();
}

class Cutter {
  private text = '';
  private line = 1;
  private startLine = 1;
  private depth = 0;
  private inString = false;
  private escaped = false;
  /** inside a list at the top, whose elements are the pieces */
  private inList = false;
  /** a whole value stood on one line, as every value of a JSONL file does */
  private byLine = false;
  private atLineStart = true;
  /** the last character that is not space, outside of strings */
  private last = '';

  *take(chunk: string): Generator<{ line: number; text: string }> {
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
        yield* this.cut(chunk.slice(from, i), this.line - 1);
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
          yield* this.cut(chunk.slice(from, i));
          this.inList = false;
          from = i + 1;
          continue;
        }
        this.depth--;
        if (this.depth <= 0) {
          this.depth = 0;
          if (!this.inList && this.startLine === this.line) this.byLine = true;
          yield* this.cut(chunk.slice(from, i + 1));
          from = i + 1;
        }
      } else if (this.depth === 0 && ((c === ',' && this.inList) || c === '\n')) {
        yield* this.cut(chunk.slice(from, i), c === '\n' ? this.line - 1 : this.line);
        from = i + 1;
      }
    }
    this.text += chunk.slice(from);
  }

  *end(): Generator<{ line: number; text: string }> {
    yield* this.cut('');
  }

  /** @param bareLine where a value without an opening bracket stands, which would have told its line */
  private *cut(rest: string, bareLine = this.line): Generator<{ line: number; text: string }> {
    const text = (this.text + rest).trim();
    this.text = '';
    if (text !== '') yield { line: /^[{[]/.test(text) ? this.startLine : bareLine, text };
  }
}
