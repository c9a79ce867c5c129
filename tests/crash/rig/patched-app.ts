import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crashPoints, type Place } from './points';

/** A change of the program's text: the rig's seeded bugs are some. */
export type Patch = { file: string; from: string; to: string };

const root = path.resolve('.');

/**
 * A copy of the program in which every crash point is woven in, and these patches are applied.
 * @param name of its folder under .cache/crash; ends with "/app", so that everything else is found where it always is
 * @throws when a line or a text is not in the program any more
 */
export async function patchedApp(name: string, patches: Patch[] = []): Promise<string> {
  const home = path.join(root, '.cache/crash', name);
  const app = path.join(home, 'app');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await cp(path.join(root, 'app'), app, { recursive: true });
  for (const shared of [
    'tsconfig.json',
    'package.json',
    'prisma',
    'public',
    'build',
    'shopify.app.toml',
    'extensions',
  ]) {
    if (existsSync(path.join(root, shared))) await symlink(path.join(root, shared), path.join(home, shared));
  }
  await writeFile(path.join(app, 'crash.ts'), crashText);
  const texts = new Map<string, string>();
  const textOf = async (file: string) => texts.get(file) ?? (await readFile(path.join(app, file), 'utf8'));
  for (const { file, from, to } of patches) {
    const text = await textOf(file);
    if (!text.includes(from)) throw new Error(`${file} has no "${from}" any more`);
    texts.set(
      file,
      text.replace(from, () => to),
    );
  }
  for (const { name: point, above, below } of crashPoints) {
    for (const [side, place] of [['above', above] as const, ['below', below] as const]) {
      texts.set(place.file, weave(await textOf(place.file), place, side, `${point}:${side}`));
    }
  }
  for (const [file, text] of texts) {
    const woven = text.includes('crash(') || text.includes('crashLater(');
    const way = path.relative(path.dirname(file), 'crash').replaceAll('\\', '/');
    const from = way.startsWith('.') ? way : `./${way}`;
    const head = woven ? `import { crash, crashLater } from '${from}';\n` : '';
    await writeFile(path.join(app, file), head + text);
  }
  return app;
}

function weave(text: string, { file, line, until, later }: Place, side: 'above' | 'below', point: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((one) => one.includes(line));
  if (first < 0) throw new Error(`${file} has no line "${line}" any more`);
  const indent = /^\s*/.exec(lines[first] ?? '')?.[0] ?? '';
  let last = first;
  if (until !== undefined) {
    last = lines.findIndex((one, at) => at > first && one.trim() === until);
    if (last < 0) throw new Error(`${file} has no "${until}" behind "${line}" any more`);
  }
  // What happens a moment later begins above the line, for the line may never come to its end.
  const at = side === 'above' || later ? first : last + 1;
  lines.splice(at, 0, `${indent}${later ? 'crashLater' : 'crash'}('${point}');`);
  return lines.join('\n');
}

/** Who holds a channel to the process arms a point; nobody else can. */
const crashText = `let armed: string | undefined;
process.on('message', (message: { arm?: string }) => {
  armed = message.arm;
  process.send?.({ armed });
});
process.channel?.unref();
export function crash(point: string): void {
  if (point === armed) process.kill(process.pid, 'SIGKILL');
  if (\`\${point} sleep\` !== armed) return;
  armed = undefined;
  process.send?.({ asleep: true });
  process.kill(process.pid, 'SIGSTOP');
}
export function crashLater(point: string): void {
  if (point === armed) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 3);
}
`;
