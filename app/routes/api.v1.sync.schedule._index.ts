import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { answer, answerPutOwn } from '~/api/answer.server';
import { noQuery, scheduleBody } from '~/api/queries';
import { readSchedule, type Schedule, saveSchedule } from '~/sync/schedule-store.server';
import { audit } from '~/tenancy/audit-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: ({ storeId }) => readSchedule(storeId),
  });
}

export function action({ request }: ActionFunctionArgs) {
  return answerPutOwn(request, {
    permission: 'sync:run',
    query: scheduleBody,
    work: async ({ storeId, keyId }, change) => {
      const before = await saveSchedule(storeId, change as Partial<Schedule>);
      const detail = { before, after: change };
      await audit(storeId, { actor: `api-key:${keyId}`, action: 'schedule.changed', detail });
      return readSchedule(storeId);
    },
  });
}
