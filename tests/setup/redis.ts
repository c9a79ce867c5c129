import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../app/db/embedded.server';

export type RedisServer = { url: string; port: number; stop(): Promise<void>; start(): Promise<void> };

/** A real Redis on a free port that keeps nothing on disk; null where redis-server is not installed. */
export async function startRedis(): Promise<RedisServer | null> {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  const port = await freePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    ...{ url: `redis://127.0.0.1:${port}`, port },
    async start() {
      const options = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
      child = spawn('redis-server', options, { stdio: 'ignore' });
      for (let n = 0; !(await answers(port)); n++) {
        if (n === 100) throw new Error('redis-server does not answer');
        await sleep(50);
      }
    },
    async stop() {
      if (!child || child.exitCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
  await server.start();
  return server;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
