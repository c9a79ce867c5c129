import { log } from '../observability/log.server';

/**
 * Runs `stop` once when somebody asks this process to end, then ends it. Who asks again after a moment does not
 * want to wait; at once, it is the terminal and the parent process asking the same.
 */
export function endGracefully(stop: () => Promise<void>): void {
  let since: number | undefined;
  const end = (signal: string) => {
    if (since !== undefined) {
      if (Date.now() - since > 2_000) process.exit(1);
      return;
    }
    since = Date.now();
    log.info({ signal }, 'stopping');
    const late = setTimeout(() => process.exit(1), 20_000);
    stop()
      .then(() => process.exit(0))
      .catch((err) => {
        log.error({ err }, 'could not stop cleanly');
        process.exit(1);
      })
      .finally(() => clearTimeout(late));
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  // Whoever started this process and held a channel to it is gone: nobody else would end it.
  process.on('disconnect', () => end('disconnect'));
  // What nobody caught leaves the process in an unknown state: others take over, a supervisor starts it anew.
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'an error nobody caught');
    process.exit(1);
  });
}

/** Tells who started this process, on one line, that it serves now. */
export function announce(facts: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify({ ready: true, ...facts })}\n`);
}
