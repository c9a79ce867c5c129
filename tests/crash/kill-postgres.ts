import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Every process of the database on this folder ends at once, as in a power cut; nothing when none runs. */
export async function killPostgres(data: string): Promise<void> {
  const [main] = (await readFile(path.join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  if (!main) return;
  let children = '';
  try {
    children = execFileSync('ps', ['-o', 'pid=', '--ppid', main], { encoding: 'utf8' });
  } catch {
    // It has none any more.
  }
  // The parent first: it would tell its children to end in order.
  for (const pid of [main, ...children.trim().split(/\s+/)].filter(Boolean)) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
