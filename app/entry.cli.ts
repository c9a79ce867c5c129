import { existsSync } from 'node:fs';

/** The command line: `npm run tagalong -- <command>`. Answers go to standard output, everything else to standard error. */
const demoEnvironment = '.tagalong/demo.env';

async function main(): Promise<number> {
  // Answers must not be mixed with log lines, unless somebody asks for them.
  const logLevel = process.env.LOG_LEVEL ?? 'silent';
  // Without a database of one's own, the commands look at the demo of this checkout.
  if (!process.env.DATABASE_URL && existsSync(demoEnvironment)) {
    process.loadEnvFile(demoEnvironment);
    console.error(`(settings of the demo, from ${demoEnvironment})`);
  }
  const { closeCommandLine, runCommandLine } = await import('./cli/main.server');
  const { log } = await import('./observability/log.server');
  log.level = logLevel;
  const code = await runCommandLine(process.argv.slice(2), {
    say: (line) => console.log(line),
    note: (line) => console.error(line),
  });
  await closeCommandLine();
  return code;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    console.error(error);
    process.exitCode = 1;
  },
);
