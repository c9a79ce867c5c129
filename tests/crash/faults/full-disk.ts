import { execFileSync } from 'node:child_process';
import { mkdtemp, open, rm, statfs } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export type SmallDisk = { folder: string; fill(): Promise<void>; free(): Promise<void> };

/** A disk of its own, in memory, small enough to be filled. Only root may make one; without it nothing is tried, and said. */
export async function onFullDisk(work: (disk: SmallDisk) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0711', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    process.stdout.write(`a full disk cannot be tried here, no disk can be made: ${String(error).slice(0, 200)}\n`);
    await rm(folder, { recursive: true, force: true });
    return;
  }
  const filler = path.join(folder, 'filler');
  try {
    await work({
      folder,
      async fill() {
        const file = await open(filler, 'w');
        const zeros = Buffer.alloc(256 * 1024);
        for (;;) {
          const { bavail, bsize } = await statfs(folder);
          if (bavail * bsize < zeros.length) break;
          await file.write(zeros);
        }
        await file.close();
      },
      free: () => rm(filler, { force: true }),
    });
  } finally {
    execFileSync('umount', ['-l', folder]);
    await rm(folder, { recursive: true, force: true });
  }
}
