import { HeldBytes } from './held-bytes';
import { sign, wrapping } from './json-place';

type Happened = 'closed' | 'wraps' | 'overtaken' | 'goes on';

/** A JSON object or list that is being read, up to the byte where it ends. */
export class OpenValue {
  readonly held = new HeldBytes();
  /** some of its members are lists or objects */
  hasContainers = false;
  /** the name of the member that is being read, while this may be a wrapper */
  member = '';
  private depth = 0;
  private inString = false;
  private escaped = false;
  private inName = false;
  private atLineStart = false;
  /** the last byte that is not space, outside of strings */
  private last = 0;

  constructor(
    readonly line: number,
    readonly start: number,
    readonly key: string,
    readonly isAside: boolean,
    private mayWrap: boolean,
  ) {}

  /**
   * Reads on until it closes, a member turns out to hold what it wraps, a line begins with an object that cannot
   * stand there, or the chunk ends.
   * @param byLine values stand on lines of their own: an object at the start of a line is a new one
   * @returns what happened, the byte at which, and how many lines were passed
   */
  read(chunk: Uint8Array, from: number, byLine: boolean): { what: Happened; at: number; lines: number } {
    let lines = 0;
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === sign.newLine) {
        lines++;
        this.endLine();
        continue;
      }
      const { atLineStart } = this;
      this.atLineStart = false;
      if (this.inString) {
        this.inText(byte);
        continue;
      }
      if (byte === 32 || byte === 13 || byte === 9) continue;
      if (byte === sign.openObject || byte === sign.openList) {
        const cannotStand = byte === sign.openObject && atLineStart && (byLine || !this.awaitsValue());
        if (cannotStand && this.depth > 0) return { what: 'overtaken', at, lines };
        if (this.depth === 1 && this.isWrapped()) return { what: 'wraps', at, lines };
        if (this.depth === 1) this.hasContainers = true;
        this.depth++;
      } else if (byte === sign.closeObject || byte === sign.closeList) {
        this.depth--;
        if (this.depth <= 0) return { what: 'closed', at, lines };
      } else if (byte === sign.quote) {
        this.inString = true;
        this.inName = this.mayWrap && this.depth === 1 && this.last !== sign.colon;
        if (this.inName) this.member = '';
      }
      this.last = byte;
    }
    return { what: 'goes on', at: chunk.length, lines };
  }

  /** No string goes over a line: one that does was broken off. */
  private endLine(): void {
    if (this.inString) this.last = sign.quote;
    this.inString = this.escaped = this.inName = false;
    this.atLineStart = true;
  }

  private inText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === sign.backslash) this.escaped = true;
    else if (byte === sign.quote) {
      this.inString = false;
      if (this.inName && this.member === 'id') this.mayWrap = false;
      this.inName = false;
    } else if (this.inName && this.member.length < 16) this.member += String.fromCharCode(byte);
  }

  private isWrapped(): boolean {
    return this.mayWrap && this.last === sign.colon && wrapping.has(this.member);
  }

  private awaitsValue(): boolean {
    return this.last === sign.colon || this.last === sign.comma || this.last === sign.openList;
  }
}
