import { Fault } from '../domain/shared/fault';

/** The faults that every platform's refusals become, in the words of one platform. */
export function faultsOf(platform: string) {
  return {
    throttled: (waitMs: number | undefined): Fault =>
      new Fault({
        reasonClass: 'throttled',
        retry: true,
        publicMessage: `${platform} asks us to go slower. We go on by ourselves.`,
        ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
      }),
    unavailable: (message: string, waitMs?: number, cause?: unknown): Fault =>
      new Fault({
        reasonClass: 'platform-unavailable',
        retry: true,
        publicMessage: `${platform} did not answer. We try again by ourselves.`,
        message,
        ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
        ...(cause === undefined ? {} : { cause }),
      }),
    refused: (operation: string, message: string, code?: string): Fault =>
      new Fault({
        reasonClass: 'platform-refused',
        retry: false,
        publicMessage: `${platform} refused: ${message}`,
        message: `${operation}: ${code ?? ''} ${message}`,
      }),
    /** The token is dead and cannot be renewed: only a visit of the merchant brings a new one. */
    mustOpenAgain: (message?: string): Fault =>
      new Fault({
        reasonClass: 'unauthorized',
        retry: false,
        publicMessage: `${platform} no longer lets us in. Open Tagalong in the admin of this store once to connect it again.`,
        ...(message ? { message } : {}),
      }),
    /** The refused token was dropped; the one that comes in its place is worth a try. */
    renewed: (): Fault =>
      new Fault({
        reasonClass: 'unauthorized',
        retry: true,
        retryAfterMs: 50,
        publicMessage: `The connection to ${platform} was renewed; we try again.`,
      }),
  };
}

/** The seconds of a Retry-After header as milliseconds; undefined where none is given. */
export function retryAfterMs(headers: { get(name: string): string | null } | undefined): number | undefined {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : undefined;
}
