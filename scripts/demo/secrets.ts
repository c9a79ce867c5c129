import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The demo's own keys, made once per data folder; nothing of them is worth anything outside of it. */
export type DemoSecrets = {
  encryptionKey: string;
  personHashKey: string;
  shopifyApiKey: string;
  shopifyApiSecret: string;
  shoplazzaClientId: string;
  shoplazzaClientSecret: string;
  databasePort: number | null;
  /** the REST API key of each demo store, once it was made */
  apiKey: string | null;
  shoplazzaApiKey: string | null;
  /** set when the store was stocked and its history read */
  complete: boolean;
  shoplazzaComplete: boolean;
};

/** The keys of this folder; those that an earlier demo did not have yet are made. */
export async function readSecrets(folder: string): Promise<DemoSecrets> {
  const hex = () => randomBytes(32).toString('hex');
  const made: DemoSecrets = {
    encryptionKey: hex(),
    personHashKey: hex(),
    shopifyApiKey: randomBytes(16).toString('hex'),
    shopifyApiSecret: `practice_${hex()}`,
    shoplazzaClientId: randomBytes(16).toString('hex'),
    shoplazzaClientSecret: `practice_${hex()}`,
    databasePort: null,
    apiKey: null,
    shoplazzaApiKey: null,
    complete: false,
    shoplazzaComplete: false,
  };
  const kept = await readFile(file(folder), 'utf8').then(
    (text) => JSON.parse(text) as Partial<DemoSecrets>,
    () => ({}),
  );
  const secrets = { ...made, ...kept };
  await writeSecrets(folder, secrets);
  return secrets;
}

export function writeSecrets(folder: string, secrets: DemoSecrets): Promise<void> {
  return writeFile(file(folder), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
}

function file(folder: string): string {
  return path.join(folder, 'demo-secrets.json');
}
