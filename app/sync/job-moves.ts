import type { SyncState } from './job-view';

/**
 * Every change of a sync job's state that there is, who makes it and from where to where. The database refuses any
 * other (trigger sync_job_moves, made from the same pairs; job-moves.server.test.ts tries all).
 */
export const jobMoves = {
  /** a worker takes the job up, or goes on with it */
  begin: { pending: 'running', paused: 'running' },
  /** a person holds it; what was read is still saved */
  pause: { pending: 'paused', running: 'paused' },
  /** a person lets it go on where it stopped */
  resume: { paused: 'pending' },
  /** a person ends it; a worker that is at it stops after its page */
  cancel: { pending: 'cancelled', paused: 'cancelled', running: 'cancelling' },
  /** the worker has stopped */
  stopped: { cancelling: 'cancelled', running: 'cancelled' },
  /** everything was read and saved, or a failed record was cured later */
  complete: { running: 'completed', completed_with_errors: 'completed' },
  /** everything was read, and some records could not be saved */
  completeWithErrors: { running: 'completed_with_errors', completed: 'completed_with_errors' },
  /** it cannot be done */
  fail: { pending: 'failed', running: 'failed', cancelling: 'failed' },
  /** a person tries again: where it failed, or the records that failed */
  retry: { failed: 'pending', completed_with_errors: 'running' },
} as const satisfies Record<string, Partial<Record<SyncState, SyncState>>>;

export type JobMove = keyof typeof jobMoves;

/** What a person may ask of a job. */
export const personMoves = ['pause', 'resume', 'cancel', 'retry'] as const satisfies JobMove[];
export type PersonMove = (typeof personMoves)[number];

/** Where a move leads from a state; null when it is not possible there. */
export function afterMove(move: JobMove, state: SyncState): SyncState | null {
  return (jobMoves[move] as Partial<Record<SyncState, SyncState>>)[state] ?? null;
}

/**
 * What a person can ask of a job in this state. Imports run at a command line: the same command goes on with them. A
 * proof that found differences is over: they are mended by another one.
 */
export function movesFor(job: { kind: string; state: SyncState }): PersonMove[] {
  const possible = personMoves.filter((move) => afterMove(move, job.state) !== null);
  if (job.kind === 'import') return possible.filter((move) => move === 'cancel');
  const isProven = job.kind === 'reconcile' && job.state === 'completed_with_errors';
  return isProven ? [] : possible;
}

/** Every pair of states that some move connects, as `from to`. */
export function legalPairs(): Set<string> {
  return new Set(
    Object.values(jobMoves).flatMap((pairs) => Object.entries(pairs).map(([from, to]) => `${from} ${to}`)),
  );
}
