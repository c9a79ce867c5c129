import { ConfigError } from '../config/config.server';
import { closeDatabase } from '../db/client.server';
import { asFault, Fault } from '../domain/shared/fault';
import { apiKeyCommands } from './api-key.server';
import { backfillCommand } from './backfill.server';
import { type Command, helpOf, type Output, readValues, UsageError } from './command';
import { doctorCommand } from './doctor.server';
import { eraseCommand } from './erase.server';
import { exportCommand } from './export.server';
import { importCommand } from './import.server';
import { migrateCommand } from './migrate.server';
import { replayCommand } from './replay.server';
import { storesCommand } from './stores.server';
import { verifyCommand } from './verify.server';

export const commands: Command[] = [
  doctorCommand,
  migrateCommand,
  storesCommand,
  backfillCommand,
  importCommand,
  replayCommand,
  verifyCommand,
  exportCommand,
  ...apiKeyCommands,
  eraseCommand,
];

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 something is wrong, 2 typed wrongly or not configured
 */
export async function runCommandLine(args: string[], out: Output): Promise<number> {
  try {
    const command = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word));
    if (args.length === 0 || args[0] === 'help' || args[0] === '--help') {
      out.say(overview());
      return 0;
    }
    if (!command) throw new UsageError(`There is no command "${args.slice(0, 2).join(' ')}".\n\n${overview()}`);
    const rest = args.slice(command.name.split(' ').length);
    if (rest.includes('--help')) {
      out.say(helpOf(command));
      return 0;
    }
    return await command.run(readValues(command, rest), out);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ConfigError) {
      out.note(error.message);
      return 2;
    }
    out.note(error instanceof Fault ? asFault(error).publicMessage : `It did not work: ${(error as Error).message}`);
    return 1;
  }
}

/** Lets go of what a command opened. */
export async function closeCommandLine(): Promise<void> {
  await closeDatabase().catch(() => {});
}

function overview(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    'npm run tagalong -- <command> [flags]',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    'Add --help to a command for its flags.',
  ].join('\n');
}
