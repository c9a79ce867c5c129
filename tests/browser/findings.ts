import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What a page with its frames needs once, in whichever of them. */
const onceOnPage = ['landmark-one-main', 'page-has-heading-one', 'bypass'];

type Finding = { rule: string; line: string };

/**
 * What axe finds on a page and in its frames, a line each: the rule and where.
 * Each frame is asked for itself. Axe's own way, with one page that gathers what its frames say, takes five times as long
 * and leaves out a frame that does not answer within a second, which on a busy machine is no answer.
 * @param within the part of the page to look at, without its frames; everything without it
 */
export async function findings(page: Page, within?: string): Promise<string[]> {
  if (within !== undefined) return (await findingsIn(page.mainFrame(), within)).map(({ line }) => line);
  const frames = await Promise.all(
    page.frames().map(async (frame) => ({ depth: depthOf(frame), found: await findingsIn(frame) })),
  );
  return frames.flatMap(({ depth, found }) =>
    found
      .filter(({ rule }) => {
        if (onceOnPage.includes(rule)) return frames.every((other) => other.found.some((one) => one.rule === rule));
        // A frame within the app's stands in a landmark of the app's.
        return rule !== 'region' || depth < 2;
      })
      .map(({ line }) => line),
  );
}

function depthOf(frame: Frame): number {
  const parent = frame.parentFrame();
  return parent === null ? 0 : depthOf(parent) + 1;
}

async function findingsIn(frame: Frame, within?: string): Promise<Finding[]> {
  for (let attempt = 1; ; attempt++) {
    try {
      await frame.waitForLoadState();
      await frame.evaluate(source);
      return await frame.evaluate(async (selector) => {
        const { axe: engine } = window as unknown as { axe: typeof axe };
        const options: axe.RunOptions = { iframes: false, resultTypes: ['violations'] };
        const { violations } = await engine.run(selector ?? document, options);
        return violations.map(({ id: rule, nodes }) => {
          return { rule, line: `${rule}: ${nodes.map((node) => node.target.join(' ')).join(', ')}` };
        });
      }, within);
    } catch (error) {
      // A preview that is drawn anew at this moment is asked again.
      if (attempt === 5 || !/context was destroyed|navigat/i.test((error as Error).message)) throw error;
    }
  }
}
