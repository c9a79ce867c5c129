import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../domain/shared/fault';
import { log } from '../../observability/log.server';
import { downloadFetch } from './transport.server';

const triesWithoutProgress = 4;

/**
 * The bytes of a large file. Where the connection breaks, it is asked for the rest, from the byte it broke at: a file
 * of gigabytes need not come in one piece.
 * @throws {FileGone} when there is no such file any more
 * @throws {Fault} `platform-unavailable`, when it cannot be had or nothing more comes
 */
export async function* downloaded(url: string, pauseMs = 250): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (let tries = 0; ; ) {
    const from = at;
    try {
      const answer = await downloadFetch(url, from);
      if ([403, 404, 410].includes(answer.status)) throw new FileGone(faultParts(`status ${answer.status}`));
      if (!answer.ok || !answer.body) throw unavailable(`status ${answer.status}`);
      // Who does not know ranges sends the file from its beginning.
      let skip = answer.status === 206 ? 0 : from;
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        const fresh = chunk.subarray(Math.min(skip, chunk.length));
        skip -= chunk.length - fresh.length;
        at += fresh.length;
        if (fresh.length > 0) yield fresh;
      }
      return;
    } catch (error) {
      if (error instanceof Fault) throw error;
      tries = at > from ? 1 : tries + 1;
      if (tries > triesWithoutProgress) throw unavailable(`broken off at byte ${at}`, error);
      log.info({ err: error, at }, 'a download broke off and goes on where it did');
      await wait(pauseMs * 2 ** tries);
    }
  }
}

/** The platform keeps such a file for a week, and its address for less: there is nothing to wait for. */
export class FileGone extends Fault {}

function unavailable(message: string, cause?: unknown): Fault {
  return new Fault({ ...faultParts(message), ...(cause === undefined ? {} : { cause }) });
}

const faultParts = (message: string) => ({
  reasonClass: 'platform-unavailable' as const,
  retry: true,
  publicMessage: 'The export of orders could not be downloaded. We try again by ourselves.',
  message: `bulk result: ${message}`,
});
