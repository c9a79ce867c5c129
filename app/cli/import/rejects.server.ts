import { type FileHandle, open } from 'node:fs/promises';
import { UsageError } from '../command';

/** A record that was refused: where it begins, why, and what stands there. */
export type Reject = { line: number; byte: number; reasonClass: string; reason: string; record: string };

/**
 * The file of refused records, one JSON object a line. Made when the first is refused, because most imports refuse
 * none; for its owner alone, because it holds what the source holds.
 */
export class Rejects {
  private file: FileHandle | null = null;

  private constructor(
    readonly path: string | null,
    private length: number,
  ) {}

  /**
   * @param path null: what is refused is counted only
   * @param length how much of the file an import that goes on has written; what came after it is written again
   * @throws {UsageError} when the file is something else, or cannot be written
   */
  static async open(path: string | null, length: number): Promise<Rejects> {
    const rejects = new Rejects(path, length);
    if (path === null) return rejects;
    const file = await open(path, 'r+').catch((error) => {
      if (error.code === 'ENOENT') return null;
      throw cannotWrite(path, error);
    });
    if (!file) return new Rejects(path, 0);
    rejects.file = file;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(begin.length), 0, begin.length, 0);
    if (bytesRead > 0 && buffer.toString() !== begin) {
      await file.close();
      throw new UsageError(`${path} is no file of rejects and is left alone; name another with --rejects.`);
    }
    await file.truncate(Math.min(length, (await file.stat()).size));
    return rejects;
  }

  get bytes(): number {
    return this.length;
  }

  async add(rejects: Reject[]): Promise<void> {
    const { path } = this;
    if (path === null || rejects.length === 0) return;
    const file: FileHandle =
      this.file ?? (await open(path, 'w', 0o600).catch((error) => Promise.reject(cannotWrite(path, error))));
    this.file = file;
    const bytes = Buffer.from(rejects.map((one) => `${JSON.stringify(one)}\n`).join(''));
    for (let at = 0; at < bytes.length; ) {
      at += (await file.write(bytes, at, bytes.length - at, this.length + at)).bytesWritten;
    }
    await file.sync();
    this.length += bytes.length;
  }

  async close(): Promise<void> {
    await this.file?.close();
  }
}

/** Every file of rejects begins so. */
const begin = '{"line":';

function cannotWrite(path: string, error: NodeJS.ErrnoException): UsageError {
  return new UsageError(`The file of rejects ${path} cannot be written (${error.code}).`);
}
