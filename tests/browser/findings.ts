import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds on a page and in its frames, a line each: the rule and where.
 * Each frame is asked for itself. Axe's own way, with one page that gathers what its frames say, takes five times as long
 * and leaves out a frame that does not answer within a second, which on a busy machine is no answer.
 * @param within the part of the page to look at, without its frames; everything without it
 */
export async function findings(page: Page, within?: string): Promise<string[]> {
  const frames = within === undefined ? page.frames() : [page.mainFrame()];
  const found = await Promise.all(frames.map((frame) => findingsIn(frame, within)));
  return found.flat();
}

async function findingsIn(frame: Frame, within: string | undefined): Promise<string[]> {
  await frame.evaluate(source);
  return frame.evaluate(async (selector) => {
    const { axe: engine } = window as unknown as { axe: typeof axe };
    const options: axe.RunOptions = { iframes: false, resultTypes: ['violations'] };
    const { violations } = await engine.run(selector ?? document, options);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  }, within);
}
