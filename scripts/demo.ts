import { buildIfStale } from './build-if-stale';

// On a fresh checkout the database client is not generated yet, so nothing that needs it may be loaded before this.
try {
  await buildIfStale((line) => console.log(line));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
await import('./demo/run');
