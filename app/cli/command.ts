import { type ParseArgsConfig, parseArgs } from 'node:util';

/** One command of the command line: what it is called, what it takes, what it does. */
export type Command = {
  name: string;
  summary: string;
  options: Record<string, Option>;
  /** @returns the exit code */
  run(values: Values, out: Output): Promise<number>;
};

export type Option = { type: 'string' | 'boolean'; what: string; required?: boolean; multiple?: boolean };
export type Values = Record<string, string | boolean | string[] | undefined>;
export type Output = { say(line: string): void; note(line: string): void };

/** The person at the keyboard has to type something else; exit code 2. */
export class UsageError extends Error {}

/**
 * Reads what stands behind the command's name.
 * @throws {UsageError} in words that say what to type
 */
export function readValues(command: Command, args: string[]): Values {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, { type, multiple }]) => [name, { type, multiple: multiple ?? false }]),
  ) satisfies ParseArgsConfig['options'];
  let values: Values;
  try {
    values = parseArgs({ args, options, strict: true, allowPositionals: false }).values as Values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. To specify')[0]}\n\n${helpOf(command)}`);
  }
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && !values[name]) throw new UsageError(`--${name} is missing.\n\n${helpOf(command)}`);
  }
  return values;
}

/** How to call a command. */
export function helpOf(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => [
    `  --${name}${option.type === 'string' ? ` ${name.toUpperCase().replaceAll('-', '_')}` : ''}`,
    option.required ? `${option.what} (needed)` : option.what,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left?.length ?? 0));
  return [
    `npm run tagalong -- ${command.name}: ${command.summary}`,
    ...rows.map(([left = '', right]) => `${left.padEnd(width)}  ${right}`),
  ].join('\n');
}

/** A text option; undefined when it was not given. */
export function text(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A text option that must be there. */
export function needed(values: Values, name: string): string {
  const value = text(values, name);
  if (!value) throw new UsageError(`--${name} is missing.`);
  return value;
}

/** One of a few words. */
export function choice<const Word extends string>(
  values: Values,
  name: string,
  words: readonly Word[],
  fallback: Word,
): Word {
  const value = text(values, name) ?? fallback;
  const found = words.find((word) => word === value);
  if (!found) throw new UsageError(`--${name} must be one of ${words.join(', ')}, not "${value}".`);
  return found;
}

/** An instant, ISO 8601 or a day. */
export function instant(values: Values, name: string): string | undefined {
  const value = text(values, name);
  if (value === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(value) ? new Date(value) : new Date(Number.NaN);
  if (Number.isNaN(time.getTime()))
    throw new UsageError(`--${name} must be a day or a time in ISO 8601, not "${value}".`);
  return time.toISOString();
}
