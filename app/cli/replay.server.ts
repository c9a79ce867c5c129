import { rollUp } from '../analytics/roll-up-store.server';
import { drainStore } from '../wiring.server';
import { type Command, choice, instant, text, UsageError } from './command';
import { replayEntries } from './entries-store.server';
import { storeNamed, storeOption } from './stores.server';

const choices = { trouble: ['failed', 'dead'], failed: ['failed'], dead: ['dead'], processed: ['processed'] } as const;
const words = Object.keys(choices) as (keyof typeof choices)[];

export const replayCommand: Command = {
  name: 'replay',
  summary: 'reads kept entries again: those in trouble, or those that were processed',
  options: {
    store: storeOption,
    state: { type: 'string', what: `${words.join(', ')} (trouble, that is failed and dead, without it)` },
    topic: { type: 'string', what: 'only this topic' },
    since: { type: 'string', what: 'only what was received since then (ISO 8601)' },
    id: { type: 'string', what: 'only these entries; may be given more than once', multiple: true },
    json: { type: 'boolean', what: 'print the counts as JSON' },
  },
  async run(values, out) {
    const states = choices[choice(values, 'state', words, 'trouble')];
    const ids = Array.isArray(values.id) ? values.id : null;
    if (ids?.some((id) => !/^\d{1,18}$/.test(id))) throw new UsageError('--id must be the number of an entry.');
    const since = instant(values, 'since') ?? null;
    const store = await storeNamed(values);
    const replayed = await replayEntries(store.id, {
      states: [...states],
      topic: text(values, 'topic') ?? null,
      since,
      ids,
    });
    const counts = { replayed, processed: 0, failed: 0, dead: 0 };
    for (let more = replayed > 0; more; ) {
      const result = await drainStore(store.id);
      counts.processed += result.processed;
      counts.failed += result.failed;
      counts.dead += result.dead;
      more = result.more;
    }
    await rollUp(store.id);
    if (values.json) out.say(JSON.stringify(counts, null, 2));
    else
      out.say(
        Object.entries(counts)
          .map(([name, n]) => `${name.padEnd(10)} ${n}`)
          .join('\n'),
      );
    return 0;
  },
};
