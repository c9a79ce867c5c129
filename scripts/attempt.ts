import { execFileSync } from 'node:child_process';

/** Runs a program without a word; whether it went well within the time (ms). */
export function attempt(program: string, args: string[], timeout: number): boolean {
  try {
    execFileSync(program, args, {
      stdio: ['ignore', 'ignore', 'ignore'],
      timeout,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    return true;
  } catch {
    return false;
  }
}

/** Installs a package of Debian, when we are root; whether that went well. */
export function installPackage(name: string): boolean {
  if (process.getuid?.() !== 0) return false;
  attempt('apt-get', ['update', '-qq'], 180_000);
  return attempt('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], 600_000);
}
