// Runs before every command with nothing but Node: installs and generates what is missing, so that one command is enough.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 11)) {
  console.error(`Tagalong needs Node 20.11 or later; this is ${process.version}.`);
  process.exit(1);
}

const stamp = path.join(root, 'node_modules', '.tagalong-installed');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(root, 'package-lock.json')))
  .digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';
if (installed !== wanted) {
  console.log('Installing what Tagalong needs (npm ci); this takes a minute the first time ...');
  const npm = process.env.npm_execpath;
  const [program, first] = npm ? [process.execPath, [npm]] : ['npm', []];
  execFileSync(program, [...first, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    // Prisma would download a schema engine that this project does not use; any executable tells it not to.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

// What is there but old is made anew by the commands that need it (scripts/build-if-stale.ts).
if (
  !['app/db/generated/client.ts', 'app/platforms/shopify/generated/operations.ts'].every((file) =>
    existsSync(path.join(root, file)),
  )
) {
  console.log('Generating code ...');
  const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const node = path.join(root, 'node_modules', 'node', 'bin', 'node');
  execFileSync(existsSync(node) ? node : process.execPath, [tsx, 'scripts/generate.ts'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
