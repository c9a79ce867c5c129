import { config } from '../config/config.server';
import { migrate } from '../db/migrate.server';
import type { Command } from './command';

export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'brings the database to this release',
  options: {},
  async run(_values, out) {
    const applied = await migrate(config().database.url);
    out.say(applied.length > 0 ? applied.map((name) => `applied ${name}`).join('\n') : 'The database is up to date.');
    return 0;
  },
};
