import { isSpace, sign } from './json-place';

/** The name of a wrapper's member and what follows it, up to where its list or object opens; other values are passed. */
export class MemberHead {
  name = '';
  private stage: 'name' | 'value' | 'scalar' = 'name';
  private inString = true;
  private escaped = false;

  /** Reads on from inside the name. @returns how it ended, and the byte at which; a new line always ends it */
  read(chunk: Uint8Array, from: number): { what: 'opens' | 'other' | 'goes on'; at: number } {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === sign.newLine && (this.inString || this.stage === 'scalar')) return { what: 'other', at };
      if (this.inString) this.inText(byte);
      else if (isSpace(byte) || (byte === sign.colon && this.stage === 'value')) continue;
      else if (byte === sign.comma || byte === sign.closeObject) return { what: 'other', at };
      else if (this.stage === 'value' && (byte === sign.openObject || byte === sign.openList)) {
        return { what: 'opens', at };
      } else {
        this.stage = 'scalar';
        this.inString = byte === sign.quote;
      }
    }
    return { what: 'goes on', at: chunk.length };
  }

  private inText(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === sign.backslash) this.escaped = true;
    else if (byte === sign.quote) {
      this.inString = false;
      if (this.stage === 'name') this.stage = 'value';
    } else if (this.stage === 'name' && this.name.length < 64) this.name += String.fromCharCode(byte);
  }
}
