import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { once } from '../db/once.server';

/** The name of what runs: the package's version, and RELEASE where whoever deploys sets one (a commit, a build number). */
export function release(): string {
  return once('release', () => {
    const { version } = JSON.parse(readFileSync(path.resolve('package.json'), 'utf8')) as { version: string };
    const given = process.env.RELEASE;
    return given ? `${version}+${createHash('sha256').update(given).digest('hex').slice(0, 12)}` : version;
  });
}
