import { setTimeout as wait } from 'node:timers/promises';
import { bullServer } from './drain-bullmq';
import { asNewOrder, fleetStore, storeCount, type Template } from './fleet-load';

/**
 * The usual queue: whoever comes first is served first. One store's backlog stands in it when the others' orders come.
 * @returns seconds from each of the others' events to its order in the tables, sorted; figures would come on top
 */
export async function fifoWaits(
  templates: Template[],
  { backlog, perMinute, seconds }: { backlog: number; perMinute: number; seconds: number },
): Promise<number[]> {
  const server = await bullServer();
  try {
    const took: number[] = [];
    const next = (n: number) => asNewOrder(templates[n % templates.length] as Template);
    await server.add(Array.from({ length: backlog }, (_, n) => ({ storeId: fleetStore(0), body: next(n), at: 0 })));
    const worker = server.work(({ at }) => {
      if (at > 0) took.push((performance.now() - at) / 1000);
    });
    const count = Math.round((perMinute / 60) * seconds);
    const begun = performance.now();
    for (let n = 0; n < count; n++) {
      await wait(Math.max(0, begun + (n * 60_000) / perMinute - performance.now()));
      await server.add([
        { storeId: fleetStore(1 + ((n * 7) % (storeCount - 1))), body: next(n), at: performance.now() },
      ]);
    }
    while (took.length < count) await wait(50);
    await worker.close();
    return took.sort((a, b) => a - b);
  } finally {
    await server.stop();
  }
}
