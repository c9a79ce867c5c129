import { HeldBytes } from './held-bytes';
import { fileStart, isSpace, type JsonPiece, type Place, sign, type Within, wrapping } from './json-place';
import { MemberHead } from './member-head';
import { OpenValue } from './open-value';

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Text that is no list and no object. */
type Bare = { line: number; start: number; held: HeldBytes; inString: boolean };

/**
 * Cuts JSON into values byte by byte, holding only the one that it is in: each line of a JSONL file, each element of a
 * list, each order inside the objects that replies put around them. A value that is broken off does not take the
 * lines after it along: where a line begins with an object that cannot stand there, a new value begins.
 */
export class JsonCutter {
  private within: Within;
  private line: number;
  /** where the chunk begins in the file */
  private base: number;
  private chunk: Uint8Array = Buffer.alloc(0);
  private found: JsonPiece[] = [];
  private value: OpenValue | null = null;
  private bare: Bare | null = null;
  private head: MemberHead | null = null;
  private atLineStart = true;
  /** a list began, or a comma came */
  private mayBegin = true;
  private byLine: boolean;
  private rootLine: number;

  constructor(from: Place = fileStart) {
    this.within = from.within;
    this.line = from.line;
    this.rootLine = from.line;
    this.base = from.offset;
    this.byLine = from.byLine;
  }

  /** @returns the pieces that end in this chunk */
  take(chunk: Uint8Array): JsonPiece[] {
    this.feed(chunk);
    const open = this.value?.held ?? this.bare?.held;
    if (open?.isTooLong && !(this.value && this.readAgain(this.value))) open.cut();
    return this.found.splice(0);
  }

  /** @returns what is left when the file ends */
  end(): JsonPiece[] {
    this.chunk = Buffer.alloc(0);
    while (this.value && this.readAgain(this.value));
    const { value, bare } = this;
    if (value) this.endValue(value, 0, 'cut off');
    else if (bare) this.endBare(bare, 0);
    if (!value && this.within.length > 0) this.notClosed(0);
    return this.found.splice(0);
  }

  private feed(chunk: Uint8Array): void {
    this.chunk = chunk;
    for (let at = 0; at < chunk.length; ) {
      if (this.value) at = this.inValue(this.value, at);
      else if (this.bare) at = this.inBare(this.bare, at);
      else if (this.head) at = this.inHead(this.head, at);
      else at = this.between(at);
    }
    this.base += chunk.length;
    this.chunk = Buffer.alloc(0);
  }

  private between(at: number): number {
    const byte = this.chunk[at] as number;
    if (byte === byteOrderMark[this.base + at]) return at + 1;
    const { atLineStart } = this;
    this.atLineStart = byte === sign.newLine;
    if (byte === sign.newLine) this.line++;
    if (isSpace(byte)) return at + 1;
    if (byte === sign.comma && this.within.length > 0) {
      this.mayBegin = true;
      return at + 1;
    }
    const cannotStand = this.inWrapper() || this.byLine || !this.mayBegin;
    if (byte === sign.openObject && atLineStart && this.within.length > 0 && cannotStand) this.notClosed(at);
    if (this.within.length === 0) this.rootLine = this.line;
    if (this.inWrapper()) {
      if (byte === sign.closeObject) return this.leave(at);
      if (byte === sign.quote) {
        this.head = new MemberHead();
        return at + 1;
      }
    } else if (byte === sign.openObject) return this.begin(at, this.name(), false);
    else if (byte === sign.openList) return this.enter(`[${this.name()}`, at);
    else if (byte === sign.closeList && this.within.length > 0) return this.leave(at);
    this.bare = { line: this.line, start: this.base + at, held: new HeldBytes(), inString: false };
    return at;
  }

  private inHead(head: MemberHead, from: number): number {
    const { what, at } = head.read(this.chunk, from);
    for (let passed = from; passed < at; passed++) if (this.chunk[passed] === sign.newLine) this.line++;
    if (what === 'goes on') return at;
    this.head = null;
    return what === 'other' ? at : this.member(head.name, at);
  }

  /** The list or object of a wrapper's member: orders, or something beside them. */
  private member(name: string, at: number): number {
    if (!wrapping.has(name)) return this.begin(at, name, true);
    return this.chunk[at] === sign.openList ? this.enter(`[${name}`, at) : this.begin(at, name, false);
  }

  private begin(at: number, key: string, isAside: boolean): number {
    this.value = new OpenValue(this.line, this.base + at, key, isAside, this.chunk[at] === sign.openObject);
    return at;
  }

  private inValue(value: OpenValue, from: number): number {
    const { what, at, lines } = value.read(this.chunk, from, this.byLine);
    this.line += lines;
    const next = what === 'closed' ? at + 1 : at;
    value.held.add(this.chunk.subarray(from, next));
    this.atLineStart = what === 'overtaken';
    if (what === 'closed') {
      if (this.within.length === 0 && value.line === this.line) this.byLine = true;
      this.endValue(value, next, null);
    } else if (what === 'overtaken') {
      if (this.readAgain(value)) return at;
      this.endValue(value, next, 'cut off');
      if (this.byLine) this.within = [];
      this.mayBegin = true;
    } else if (what === 'wraps') return this.unwrap(value, at);
    return next;
  }

  private endValue(value: OpenValue, ended: number, broken: JsonPiece['broken']): void {
    const { line, start, key, isAside, held } = value;
    this.value = null;
    this.mayBegin = false;
    this.found.push({
      ...{ line, start, bytes: trimmed(held.whole()), key, isAside },
      ...{ broken: held.isTooLong ? 'too long' : broken, end: this.place(ended) },
    });
  }

  /** The value only wraps what its member holds; what came before that member may hold orders too. */
  private unwrap({ line, start, key, held, member, hasContainers }: OpenValue, at: number): number {
    if (hasContainers) {
      const before = held.whole().toString('latin1');
      const bytes = Buffer.from(before.replace(/,?\s*"[^"]*"\s*:\s*$/, '}'), 'latin1');
      // Behind it is its own middle: who goes on here reads it again from its start.
      const end = { ...this.place(0), offset: start, line };
      this.found.push({ line, start, bytes, key, isAside: true, broken: null, end });
    }
    this.value = null;
    this.within = [...this.within, `{${key}`];
    return this.member(member, at);
  }

  /**
   * A value that does not end may have taken along lines that are values, when it was broken off where another value
   * could stand. Then only what is before the first of them is broken, and the rest is read again line by line.
   */
  private readAgain(value: OpenValue): boolean {
    const bytes = value.held.whole();
    const at = this.byLine ? -1 : bytes.indexOf('\n{');
    if (at < 0) return false;
    const { line, start, key, isAside } = value;
    const lines = bytes.subarray(0, at + 1).filter((byte) => byte === sign.newLine).length;
    const end = { offset: start + at + 1, line: line + lines, within: [], byLine: true };
    this.found.push({ line, start, bytes: trimmed(bytes.subarray(0, at)), key, isAside, broken: 'cut off', end });
    [this.value, this.within, this.byLine, this.atLineStart] = [null, [], true, true];
    const { chunk, base } = this;
    [this.base, this.line] = [end.offset, end.line];
    this.feed(bytes.subarray(at + 1));
    [this.chunk, this.base] = [chunk, base];
    return true;
  }

  private inBare(bare: Bare, from: number): number {
    for (let at = from; at < this.chunk.length; at++) {
      const byte = this.chunk[at] as number;
      if (byte === sign.quote) bare.inString = !bare.inString;
      const isFirst = this.base + at === bare.start;
      const closes = byte === sign.comma || byte === sign.closeList || byte === sign.closeObject;
      const ends = !isFirst && !bare.inString && closes && this.within.length > 0;
      if (byte !== sign.newLine && !ends) continue;
      bare.held.add(this.chunk.subarray(from, at));
      this.endBare(bare, at);
      return at;
    }
    bare.held.add(this.chunk.subarray(from));
    return this.chunk.length;
  }

  private endBare({ line, start, held }: Bare, ended: number): void {
    this.bare = null;
    this.mayBegin = false;
    this.found.push({
      ...{ line, start, bytes: trimmed(held.whole()), key: this.name(), isAside: false },
      ...{ broken: held.isTooLong ? 'too long' : null, end: this.place(ended) },
    });
  }

  /** The lists and wrappers around this place end without being closed. */
  private notClosed(at: number): void {
    const key = this.name();
    this.within = [];
    const end = this.place(at);
    const { line, offset: start } = end;
    this.found.push({ line, start, bytes: Buffer.alloc(0), key, isAside: false, broken: 'not closed', end });
  }

  private enter(container: string, at: number): number {
    this.within = [...this.within, container];
    this.mayBegin = true;
    return at + 1;
  }

  private leave(at: number): number {
    this.within = this.within.slice(0, -1);
    this.mayBegin = false;
    if (this.within.length === 0 && this.rootLine === this.line) this.byLine = true;
    return at + 1;
  }

  private inWrapper(): boolean {
    return this.within.at(-1)?.startsWith('{') ?? false;
  }

  private name(): string {
    return this.within.at(-1)?.slice(1) ?? '';
  }

  private place(at: number): Place {
    return { offset: this.base + at, line: this.line, within: this.within, byLine: this.byLine };
  }
}

function trimmed(bytes: Buffer): Buffer {
  let length = bytes.length;
  while (length > 0 && isSpace(bytes[length - 1])) length--;
  return length === bytes.length ? bytes : bytes.subarray(0, length);
}
