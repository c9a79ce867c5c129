/** No order is longer than this. */
export const pieceBytesMax = 32 * 1024 * 1024;
const shownBytes = 64 * 1024;

/** The bytes of one piece of a file, over the chunks that it spans. */
export class HeldBytes {
  private parts: Uint8Array[] = [];
  private length = 0;
  private isCut = false;

  get isTooLong(): boolean {
    return this.length > pieceBytesMax;
  }

  add(bytes: Uint8Array): void {
    this.length += bytes.length;
    if (!this.isCut) this.parts.push(bytes);
  }

  /** Keeps no more than what is shown of a piece that is too long. */
  cut(): void {
    if (this.isCut) return;
    this.parts = [Buffer.from(this.whole().subarray(0, shownBytes))];
    this.isCut = true;
  }

  whole(): Buffer {
    const [only, second] = this.parts;
    if (!only || second) return Buffer.concat(this.parts);
    return Buffer.from(only.buffer, only.byteOffset, only.byteLength);
  }
}
