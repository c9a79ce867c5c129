import { inject } from 'vitest';

/** What goes on at the practice platform: its own way to change a store, and what goes wrong there. */
export async function control(at: string, body: object) {
  const reply = await fetch(`${inject('demo').practiceApiUrl}/control/${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return reply.json();
}

/** What somebody does in the store's admin, as the GraphQL call that it comes down to. */
export function change(query: string, variables: object) {
  return control(`stores/${inject('demo').storeDomain}/graphql`, { query, variables });
}
