import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Binaries } from '../../app/db/embedded.server';

/** A PostgreSQL 15 to 17 of this machine, where it has one, as Debian installs it; the embedded one is 18. */
export function installedPostgres(): { version: number; binaries: Binaries } | undefined {
  for (const version of [15, 16, 17]) {
    const folder = `/usr/lib/postgresql/${version}/bin`;
    if (existsSync(path.join(folder, 'initdb'))) {
      return { version, binaries: { postgres: path.join(folder, 'postgres'), initdb: path.join(folder, 'initdb') } };
    }
  }
  return undefined;
}
