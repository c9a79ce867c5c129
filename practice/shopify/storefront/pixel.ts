import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The app's web pixel as the platform runs it: a worker of its own, with `register` and nothing of the page. */
export function pixelScript(extensionDir: string, settings: Record<string, unknown>): string | null {
  const file = path.join(path.dirname(extensionDir), 'tagalong-pixel', 'src', 'index.js');
  if (!existsSync(file)) return null;
  const source = readFileSync(file, 'utf8').replace(/^import .*web-pixels-extension.*$/m, '');
  return `const listeners = [];
const analytics = { subscribe: (name, heard) => listeners.push({ name, heard }) };
const register = (run) => run({ analytics, settings: ${JSON.stringify(settings)} });
addEventListener('message', ({ data }) => {
  for (const { name, heard } of listeners) if (name === data.name) heard({ ...data, type: 'custom' });
});
${source}`;
}
