/** A header of whole seconds and the way of a reply explain as much; what is more is a clock that goes wrong. */
const explainedMs = 5_000;

let behindMs = 0;

/** Notes the time that a reply of the platform says (its Date header), heard at `now`. */
export function hearClock(header: string | null | undefined, now = Date.now()): void {
  const said = Date.parse(header ?? '');
  if (!Number.isNaN(said)) behindMs = Math.abs(said - now) > explainedMs ? said - now : 0;
}

/**
 * A moment of this machine's clock as the platform would write it: the two sides' times are compared when news of the
 * same second is put in order, and a machine whose clock is off must not win or lose by that.
 */
export function asPlatformTime(moment: number): string {
  return new Date(moment + behindMs).toISOString();
}
