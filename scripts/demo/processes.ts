import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** A program of the demo: its first JSON line with "ready" says that it serves. */
export type Program = { name: string; ready: Record<string, unknown>; pid: number; stop(): Promise<void> };

/**
 * Starts a TypeScript program apart from the terminal, so that Ctrl-C reaches the demo first and it can stop
 * everything in order; a demo that was killed closes the channel, at which its programs end by themselves. What the program says goes to `<logDir>/<name>.log`.
 * @throws {Error} with the end of its log when it ends or stays silent for a minute before it is ready
 */
export function startProgram(options: {
  name: string;
  file: string;
  args?: string[];
  env: Record<string, string>;
  logDir: string;
  onExit: (name: string, code: number | null) => void;
}): Promise<Program> {
  // Not through the tsx command: it would put a process of its own between us and the program.
  const child = spawn(
    process.execPath,
    [...nodeFlags(options.file), '--import', 'tsx', options.file, ...(options.args ?? [])],
    {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...options.env },
    },
  );
  const log = createWriteStream(path.join(options.logDir, `${options.name}.log`), { flags: 'a' });
  let tail = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    log.write(chunk);
    tail = (tail + chunk.toString()).slice(-3000);
  });
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`${options.name} ${why}:\n${tail}`));
    const silence = setTimeout(() => failed('did not get ready within a minute'), 60_000);
    let ready = false;
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      log.write(`${line}\n`);
      tail = `${tail}${line}\n`.slice(-3000);
      if (ready || !line.startsWith('{"ready":true')) return;
      ready = true;
      clearTimeout(silence);
      resolve({
        name: options.name,
        ready: JSON.parse(line) as Record<string, unknown>,
        pid: child.pid ?? 0,
        stop: () => stop(child),
      });
    });
    child.once('exit', (code) => {
      clearTimeout(silence);
      if (ready) options.onExit(options.name, code);
      else failed(`ended with code ${code} before it was ready`);
    });
  });
}

/** What `npm start` and `npm run worker` give to Node: the demo and the bench run the programs as production does. */
function nodeFlags(file: string): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    scripts: { start: string; worker: string };
  };
  return (scripts.worker.endsWith(file) ? scripts.worker : scripts.start)
    .split(' ')
    .filter((word) => /^--(?!import)/.test(word));
}

/** Asks the program to finish what it holds; after ten seconds it is ended. Nothing is lost either way. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(force);
}
