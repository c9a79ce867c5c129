import type { World } from '../world';

// biome-ignore lint/suspicious/noExplicitAny: the shape of the answer is the query's, which stands beside each call
export type Answer = Record<string, any>;

/**
 * Asks the practice platform and insists on a good answer: errors and user errors are thrown, for whoever
 * stocks a store means every step.
 */
export async function ask(
  world: World,
  domain: string,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> {
  const reply = await world.execute(domain, query, variables);
  const name = /(?:query|mutation)\s+(\w+)/.exec(query)?.[1] ?? 'query';
  if (reply.errors?.length) throw new Error(`${name}: ${reply.errors.map((error) => error.message).join('; ')}`);
  for (const payload of Object.values((reply.data ?? {}) as Answer)) {
    const refused = payload?.userErrors ?? payload?.orderCancelUserErrors;
    if (Array.isArray(refused) && refused.length > 0) {
      throw new Error(`${name}: ${refused.map((one: { message: string }) => one.message).join('; ')}`);
    }
  }
  return reply.data ?? {};
}
