import { z } from 'zod';
import { visitorKeyShape } from '../../domain/experiments/assignment';
import { toldSteps } from '../../domain/experiments/funnel';

/**
 * What a browser tells of a visitor and the add-ons on a page. Anybody can write such a message, so it may only ever count
 * visitors: no money, no words, no orders. Ids alone, and only with the visitor's consent.
 */
export const seenMessage = z.strictObject({
  v: z.literal(1),
  /** the visitor allowed analytics, as the platform asked them; without it nothing is kept */
  consent: z.literal(true),
  visitor: z.string().regex(visitorKeyShape),
  /** not known yet when the page was drawn: they saw the offers as they are and are in no experiment */
  fresh: z.boolean().default(false),
  seen: z
    .array(z.strictObject({ step: z.enum(toldSteps), addOns: z.array(z.uuid()).min(1).max(50) }))
    .min(1)
    .max(toldSteps.length),
});
export type SeenMessage = z.infer<typeof seenMessage>;

/** No such message is longer, in bytes. */
export const longestMessage = 12_000;

/**
 * @param text the request's body
 * @returns what is wrong with it, for whoever writes the sender
 */
export function readSeen(
  text: string,
): { outcome: 'read'; message: SeenMessage } | { outcome: 'no-consent' } | { outcome: 'malformed'; reason: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { outcome: 'malformed', reason: 'not JSON' };
  }
  const read = seenMessage.safeParse(value);
  if (read.success) return { outcome: 'read', message: read.data };
  const { issues } = read.error;
  if (issues.every((issue) => issue.path[0] === 'consent')) return { outcome: 'no-consent' };
  const [first] = issues;
  return {
    outcome: 'malformed',
    reason: `${first?.path.join('.') || 'message'}: ${first?.message ?? 'not understood'}`,
  };
}
