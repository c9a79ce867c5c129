import { json } from '@remix-run/node';
import { asFault } from '~/domain/shared/fault';
import type { StoreId } from '~/domain/shared/ids';
import { joinGroup, leaveGroup, makeInvite } from '~/tenancy/group-store.server';
import type { GroupAnswer } from './group-answer';

/** Invites, joins or leaves, as the form asks. */
export async function answerGroup(storeId: StoreId, form: FormData, actor: string) {
  const intent = form.get('intent');
  if (intent === 'group-invite')
    return json<GroupAnswer>(
      { invite: await makeInvite(storeId, actor) },
      { headers: { 'cache-control': 'no-store' } },
    );
  if (intent === 'group-leave') {
    await leaveGroup(storeId, actor);
    return json<GroupAnswer>({ said: 'This store left the group' });
  }
  try {
    await joinGroup(storeId, String(form.get('code') ?? ''), actor);
    return json<GroupAnswer>({ said: 'The stores share a report now' });
  } catch (error) {
    const fault = asFault(error);
    if (fault.reasonClass === 'bug') throw error;
    return json<GroupAnswer>({ error: fault.publicMessage }, { status: 422 });
  }
}
