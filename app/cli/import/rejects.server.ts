import { type FileHandle, open } from 'node:fs/promises';
import { UsageError } from '../command';

export type Reject = { line: number; reason: string; record: string };

/**
 * The file of refused records, one JSON object a line: where it stood, why, and what stood there. Made when the first
 * is refused, because most imports refuse none.
 */
export class Rejects {
  private file: FileHandle | null = null;
  private length: number;

  /** @param length how much of the file an import that goes on has written; what came after it is written again */
  constructor(
    private readonly path: string | null,
    length: number,
  ) {
    this.length = length;
  }

  get bytes(): number {
    return this.length;
  }

  async add(rejects: Reject[]): Promise<void> {
    if (this.path === null || rejects.length === 0) return;
    this.file ??= await this.open(this.path);
    const text = rejects.map((one) => `${JSON.stringify(one)}\n`).join('');
    const { bytesWritten } = await this.file.write(Buffer.from(text), 0, undefined, this.length);
    await this.file.sync();
    this.length += bytesWritten;
  }

  async close(): Promise<void> {
    await this.file?.close();
  }

  private async open(path: string): Promise<FileHandle> {
    try {
      const file = await open(path, this.length > 0 ? 'r+' : 'w');
      await file.truncate(this.length);
      return file;
    } catch (error) {
      throw new UsageError(`The file of rejects ${path} cannot be written (${(error as NodeJS.ErrnoException).code}).`);
    }
  }
}
