import { json } from '@remix-run/node';
import { Fault } from '~/domain/shared/fault';
import { enqueue } from '~/jobs/queue.server';
import { platformOf } from '~/platforms/registry.server';
import { audit } from '~/tenancy/audit-store.server';
import { type StoreRecord, saveSettings } from '~/tenancy/store.server';

/** Keeps how boxes begin, and brings it to the shop. A platform that forbids it is not asked: the choice is refused. */
export async function answerTicks({ id: storeId, platform }: StoreRecord, form: FormData, actor: string) {
  const preTicked = form.get('preTicked') === 'yes';
  if (preTicked && !platformOf(platform).mayPreTick) {
    const publicMessage = 'This platform does not allow add-ons that are ticked before the shopper ticks them.';
    throw new Fault({ reasonClass: 'invalid', retry: false, publicMessage });
  }
  await saveSettings(storeId, { preTicked });
  await audit(storeId, { actor, action: 'widget.ticks-changed', detail: { preTicked } });
  await enqueue('publish', { storeId, addOnId: null });
  return json({ said: preTicked ? 'Boxes begin ticked' : 'Boxes begin empty' });
}
