import { attempt, installPackage } from './attempt';

const there = () => attempt('redis-server', ['--version'], 10_000);

/** Whether a redis-server can be run here; Debian's is installed when we are root. Only tests and benches use it. */
export function ensureRedis(say: (line: string) => void): boolean {
  if (there()) return true;
  say('No redis-server found; trying to install it ...');
  return installPackage('redis-server') && there();
}
