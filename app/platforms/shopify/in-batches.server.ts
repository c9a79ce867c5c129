import type { AdminClient } from './client.server';
import { isTooExpensive } from './faults';
import { asPlatformTime } from './platform-clock.server';

const mostPoints = 800;
const mostAtOnce = 50;

/** Asks for objects by their global ids, as many at once as the price of the last reply allows, and says when it asked. */
export async function* inBatches<Node>(
  client: AdminClient,
  gids: string[],
  ask: (ids: string[]) => Promise<{ nodes: Node[] }>,
): AsyncIterable<{ nodes: Node[]; askedAt: string }> {
  const ids = [...new Set(gids)];
  let size = 5;
  for (let at = 0; at < ids.length; ) {
    const batch = ids.slice(at, at + size);
    try {
      const began = Date.now();
      const { nodes } = await ask(batch);
      // Behind the reply, which tells the platform's time.
      yield { nodes, askedAt: asPlatformTime(began) };
      at += batch.length;
      const each = Math.max(1, (client.lastCost() ?? mostPoints) / batch.length);
      size = Math.max(1, Math.min(mostAtOnce, Math.floor(mostPoints / each)));
    } catch (error) {
      if (!isTooExpensive(error) || size === 1) throw error;
      size = Math.max(1, Math.floor(batch.length / 2));
    }
  }
}
