import { createApiKey, listApiKeys, revokeApiKey } from '../tenancy/api-keys-store.server';
import { audit } from '../tenancy/audit-store.server';
import { roles } from '../tenancy/roles';
import { type Command, choice, needed, text } from './command';
import { storeNamed, storeOption } from './stores.server';
import { table } from './table';

export const apiKeyCommands: Command[] = [
  {
    name: 'api-key create',
    summary: 'makes a key of the REST API; its text is printed this once',
    options: {
      store: storeOption,
      name: { type: 'string', what: 'what the key is for', required: true },
      role: { type: 'string', what: `${roles.join(', ')} (analyst without it)` },
      json: { type: 'boolean', what: 'print as JSON' },
    },
    async run(values, out) {
      const role = choice(values, 'role', roles, 'analyst');
      const store = await storeNamed(values);
      const { id, key } = await createApiKey(store.id, needed(values, 'name'), role);
      await audit(store.id, { actor: 'operator', action: 'api-key.created', detail: { id, role } });
      if (values.json) out.say(JSON.stringify({ id, key, role, store: store.domain }, null, 2));
      else {
        out.note(`Key ${id} for ${store.domain}, role ${role}. It is not shown again:`);
        out.say(key);
      }
      return 0;
    },
  },
  {
    name: 'api-key list',
    summary: 'lists the keys of a store',
    options: { store: storeOption, json: { type: 'boolean', what: 'print as JSON' } },
    async run(values, out) {
      const keys = (await listApiKeys((await storeNamed(values)).id)).map((key) => ({
        id: key.id,
        name: key.name,
        role: key.role,
        prefix: key.prefix,
        created: key.createdAt.toISOString(),
        lastUsed: key.lastUsedAt?.toISOString() ?? null,
        revoked: key.revokedAt?.toISOString() ?? null,
      }));
      if (values.json) out.say(JSON.stringify(keys, null, 2));
      else out.say(keys.length > 0 ? table(keys) : 'This store has no keys.');
      return 0;
    },
  },
  {
    name: 'api-key revoke',
    summary: 'ends a key at once',
    options: { store: storeOption, id: { type: 'string', what: 'id of the key, as in the list', required: true } },
    async run(values, out) {
      const store = await storeNamed(values);
      const id = text(values, 'id') ?? '';
      const ended = await revokeApiKey(store.id, id);
      if (ended) await audit(store.id, { actor: 'operator', action: 'api-key.revoked', detail: { id } });
      out.say(ended ? 'The key is dead.' : 'There is no such live key.');
      return ended ? 0 : 1;
    },
  },
];
