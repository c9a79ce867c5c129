/**
 * A database that cannot be reached any more, or does not answer. Nothing is said by it about what was asked: the same
 * will do over another connection.
 */
export class ConnectionLost extends Error {
  /** PostgreSQL's own word for it: connection_failure. */
  readonly code = '08006';

  constructor(options: { cause: unknown }) {
    const told = options.cause instanceof Error ? options.cause.message : String(options.cause);
    super(`The connection to the database was lost: ${told}`, options);
    this.name = 'ConnectionLost';
  }
}

/** Whether a statement failed with its connection. What the database itself says always has a class of five characters. */
export function isLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return /^E(CONN|PIPE|TIMEDOUT|AI_AGAIN|HOST)/.test(code);
  return /^query read timeout|connection (terminated|error|timeout)|not queryable|trying to connect/i.test(
    error.message,
  );
}
