import { execFile, execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { bodies, commonHeaders, distinctIn, forgedSignature, idOf, isForged, signatures } from './deliveries';

/** Sends deliveries over 64 connections for some seconds. */
export type Load = {
  perSecond: number;
  p99: number;
  accepted: number;
  /** so many different deliveries were surely accepted */
  distinct: number;
};
export type Loader = { name: string; load(run: string, url: string, seconds: number): Promise<Load> };

const connections = 64;

/**
 * wrk where it is installed: it takes a tenth of what a client in Node takes from the cores that the server and the
 * database share with it. autocannon comes with npm and works everywhere; its ratios are lower.
 */
export async function findLoader(folder: string): Promise<Loader> {
  try {
    execFileSync('which', ['wrk'], { stdio: 'pipe' });
  } catch {
    return { name: 'autocannon', load: withAutocannon };
  }
  const script = await writeScript(folder);
  return { name: 'wrk', load: (run, url, seconds) => withWrk(script, run, url, seconds) };
}

async function withAutocannon(run: string, url: string, seconds: number): Promise<Load> {
  let count = 0;
  const acceptedIds = new Set<string>();
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        setupRequest(request, context) {
          const n = count++;
          const id = `${run}-${idOf(n)}`;
          const which = idOf(n) % bodies.length;
          const signature = isForged(n) ? forgedSignature : (signatures[which] as string);
          (context as { id?: string }).id = isForged(n) ? `forged-${n}` : id;
          const own = { 'x-shopify-webhook-id': id, 'x-shopify-event-id': id, 'x-shopify-hmac-sha256': signature };
          return { ...request, body: bodies[which] as Buffer, headers: { ...commonHeaders, ...own } };
        },
        onResponse(status, _body, context) {
          const { id } = context as { id?: string };
          if (status === 200 && id) acceptedIds.add(id);
        },
      },
    ],
  });
  const accepted = result['2xx'];
  return { perSecond: accepted / result.duration, p99: result.latency.p99, accepted, distinct: acceptedIds.size };
}

async function withWrk(script: string, run: string, url: string, seconds: number): Promise<Load> {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '-s', script, url, '--', run];
  const { stdout } = await promisify(execFile)('wrk', args);
  const [, sent = '0', took = '1'] = /(\d+) requests in ([\d.]+)s/.exec(stdout) ?? [];
  const refused = Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0);
  const [, p99 = '0', unit = 'ms'] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  const accepted = Number(sent) - refused;
  // Answers come in any order, so the last of those counted may stand up to one a connection further on.
  const distinct = Math.max(0, distinctIn(Number(sent)) - connections);
  const forged = Number(sent) - Array.from({ length: Number(sent) }, (_, n) => n).filter((n) => !isForged(n)).length;
  if (refused > forged + connections) throw new Error(`${refused - forged} genuine deliveries were refused at ${url}`);
  return {
    perSecond: accepted / Number(took),
    p99: Number(p99) * { us: 0.001, ms: 1, s: 1000 }[unit as 'ms'],
    accepted,
    distinct,
  };
}

/** The same deliveries for wrk: bodies in files, the rest in a script. */
async function writeScript(folder: string): Promise<string> {
  const place = path.join(folder, 'wrk');
  await mkdir(place, { recursive: true });
  await Promise.all(bodies.map((body, i) => writeFile(path.join(place, String(i)), body)));
  await writeFile(path.join(place, 'signatures'), `${signatures.join('\n')}\n`);
  const headers = Object.entries(commonHeaders).map(([name, value]) => `  ['${name}'] = '${value}',`);
  const script = path.join(place, 'deliveries.lua');
  await writeFile(
    script,
    `local count, bodies, signatures = ${bodies.length}, {}, {}
for i = 0, count - 1 do
  local file = io.open('${place}/' .. i, 'rb')
  bodies[i] = file:read('*a')
  file:close()
end
local at = 0
for line in io.lines('${place}/signatures') do signatures[at] = line; at = at + 1 end
local headers = {
${headers.join('\n')}
}
local run, n = '', 0
function init(args) run = args[1] end
function request()
  local k = n
  n = n + 1
  local base = k
  if k % 10 == 9 then base = k - 1 end
  local id = run .. '-' .. base
  headers['x-shopify-webhook-id'] = id
  headers['x-shopify-event-id'] = id
  headers['x-shopify-hmac-sha256'] = signatures[base % count]
  if k % 100 == 50 then headers['x-shopify-hmac-sha256'] = '${forgedSignature}' end
  return wrk.format('POST', nil, headers, bodies[base % count])
end
`,
  );
  return script;
}
