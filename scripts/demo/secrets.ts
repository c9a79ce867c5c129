import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The demo's own keys, made once per data folder; nothing of them is worth anything outside of it. */
export type DemoSecrets = {
  encryptionKey: string;
  personHashKey: string;
  shopifyApiKey: string;
  shopifyApiSecret: string;
  databasePort: number | null;
  /** the REST API key of the demo store, once it was made */
  apiKey: string | null;
  /** set when the store was stocked and its history read */
  complete: boolean;
};

export async function readSecrets(folder: string): Promise<DemoSecrets> {
  try {
    return JSON.parse(await readFile(file(folder), 'utf8')) as DemoSecrets;
  } catch {
    const hex = () => randomBytes(32).toString('hex');
    const made: DemoSecrets = {
      encryptionKey: hex(),
      personHashKey: hex(),
      shopifyApiKey: randomBytes(16).toString('hex'),
      shopifyApiSecret: `practice_${hex()}`,
      databasePort: null,
      apiKey: null,
      complete: false,
    };
    await writeSecrets(folder, made);
    return made;
  }
}

export function writeSecrets(folder: string, secrets: DemoSecrets): Promise<void> {
  return writeFile(file(folder), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

function file(folder: string): string {
  return path.join(folder, 'demo-secrets.json');
}
