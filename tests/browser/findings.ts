import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/**
 * What axe finds on a page and in its frames, a line each: the rule and where.
 * The library gives a frame one second to take axe in and else leaves it out; a busy machine needs longer, and what was not
 * looked at is no "nothing found". So it is asked again, and a frame that was never looked at is a finding.
 * @param within the part of the page to look at; everything without it
 */
export async function findings(page: Page, within?: string): Promise<string[]> {
  for (let attempt = 1; ; attempt++) {
    const axe = new AxeBuilder({ page });
    const { violations, incomplete } = await (within === undefined ? axe : axe.include(within)).analyze();
    const leftOut = incomplete.filter((one) => one.id === 'frame-tested');
    if (leftOut.length === 0 || attempt === 10)
      return [...violations, ...leftOut].map(
        (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`,
      );
  }
}
