import { closeCache } from './cache/cache.server';
import { ConfigError, config } from './config/config.server';
import { closeDatabase } from './db/client.server';
import { countSentTwice } from './domain/entries/sent-twice.server';
import { log } from './observability/log.server';
import { announce, endGracefully } from './web/lifetime.server';
import { startWebServer } from './web/web-server.server';

/** The web process: `tsx app/entry.web.ts [--dev]`. Stateless; run as many as you like. */
async function main(): Promise<void> {
  const { web, mode, log: wanted } = config();
  log.level = wanted.level;
  const dev = process.argv.includes('--dev') || mode === 'development';
  const server = await startWebServer({ host: web.host, port: web.port, dev });
  endGracefully(async () => {
    await server.stop();
    await countSentTwice();
    await closeCache();
    await closeDatabase();
  });
  announce({ url: server.url });
}

main().catch((error) => {
  // Before the log stands, and for the person at the keyboard.
  console.error(error instanceof ConfigError ? error.message : error);
  process.exit(1);
});
