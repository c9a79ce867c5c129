/** Asks a practice platform's control API. @throws {Error} with what it answered */
export async function control(practiceApi: string, what: string, body: unknown): Promise<unknown> {
  const reply = await fetch(`${practiceApi}/control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!reply.ok) throw new Error(`the practice platform answered ${reply.status} to ${what}: ${await reply.text()}`);
  return reply.json();
}
