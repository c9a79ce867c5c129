import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { testEnvironment } from '../setup/test-database';

/** A process of ours, started as an operator would, to be killed in the middle of its work. */
export type Running = { facts: Record<string, unknown>; kill(signal?: NodeJS.Signals): Promise<void> };

/** Starts `app/<entry>` on this database and waits until it says that it is ready. */
export function startProcess(
  entry: 'entry.web.ts' | 'entry.worker.ts',
  environment: Record<string, string>,
): Promise<Running> {
  return startScript(path.join('app', entry), environment);
}

/** The same for any program of ours. */
export async function startScript(file: string, environment: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, ['--import', 'tsx', path.resolve(file)], {
    env: { ...process.env, ...testEnvironment, NODE_ENV: 'production', LOG_LEVEL: 'error', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const facts = await readiness(child);
  return {
    facts,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}

function readiness(child: ChildProcess): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (data) => {
      said += data;
    });
    child.stdout?.on('data', (data) => {
      said += data;
      const line = said.split('\n').find((one) => one.startsWith('{"ready":true'));
      if (line) resolve(JSON.parse(line));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready:\n${said.slice(0, 4000)}`)));
  });
}
