import { findSyncJob, startSync } from '../sync/jobs-store.server';
import { type Command, instant, UsageError } from './command';
import { storeNamed, storeOption } from './stores.server';

const over = ['completed', 'completed_with_errors', 'failed', 'cancelled'];

export const backfillCommand: Command = {
  name: 'backfill',
  summary: 'has a worker read all orders of a store from its platform',
  options: {
    store: storeOption,
    from: { type: 'string', what: 'only what changed since then (ISO 8601)' },
    'no-wait': { type: 'boolean', what: 'ask for it and leave' },
    json: { type: 'boolean', what: 'print the job as JSON' },
  },
  async run(values, out) {
    const from = instant(values, 'from');
    const store = await storeNamed(values);
    if (store.state === 'uninstalled' || store.installationEpoch === 0) {
      throw new UsageError(
        `${store.domain} is not installed, so its platform cannot be asked. Use import with a file.`,
      );
    }
    const { jobId } = await startSync(store.id, { kind: 'backfill', trigger: 'cli', params: from ? { from } : {} });
    if (values['no-wait']) {
      out.say(values.json ? JSON.stringify({ jobId }) : `Asked for: job ${jobId}.`);
      return 0;
    }
    const asked = Date.now();
    for (let said = ''; ; ) {
      const job = await findSyncJob(store.id, jobId);
      if (!job) throw new Error('the job is gone');
      const line = `${job.state}: ${job.processed}${job.total === null ? '' : ` of ${job.total}`} orders`;
      if (line !== said) out.note(line);
      said = line;
      if (over.includes(job.state)) {
        if (values.json) out.say(JSON.stringify(job, null, 2));
        else
          out.say(
            `${job.state}: created ${job.created}, updated ${job.updated}, unchanged ${job.unchanged}, failed ${job.failed}${job.error ? `; ${job.error}` : ''}`,
          );
        return job.state === 'completed' ? 0 : 1;
      }
      if (job.state === 'pending' && Date.now() - asked > 30_000) {
        out.note(
          'No worker has taken it for 30 seconds. Is one running? (npm run worker) It will be done when one does.',
        );
        return 1;
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  },
};
