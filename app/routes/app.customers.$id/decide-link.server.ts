import { decideLink } from '~/domain/customers/decide-store.server';
import type { StoreId } from '~/domain/shared/ids';
import { audit } from '~/tenancy/audit-store.server';
import { notHere } from '../app/on-page.server';

/**
 * A person's decision about a match, as a form sends it: `a`, `b`, `kind`, `decision`.
 * @throws {Fault} `not-found` when the match went away meanwhile
 */
export async function decideFromForm(storeId: StoreId, form: FormData, actor: string): Promise<{ said: string }> {
  const text = (name: string) => String(form.get(name) ?? '');
  const link = { a: text('a'), b: text('b'), kind: text('kind') };
  const decision = text('decision') === 'accept' ? 'accept' : 'reject';
  const found = await decideLink(storeId, link, decision, actor);
  if (!found) throw notHere('This match is no longer there. Reload the page.');
  await audit(storeId, { actor, action: `customers.${decision === 'accept' ? 'joined' : 'parted'}`, detail: link });
  return { said: decision === 'accept' ? 'Joined' : 'Kept apart' };
}
