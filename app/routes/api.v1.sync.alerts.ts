import type { LoaderFunctionArgs } from '@remix-run/node';
import { listAlerts } from '~/alerts/alert-store.server';
import { ruleOf } from '~/alerts/rules';
import { answer, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';

const most = 100;

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'sync:read',
    query: noQuery,
    work: async ({ storeId }) => {
      const alerts = await listAlerts(storeId, most);
      const data = alerts.map((alert) => {
        const { title, cure, unit } = ruleOf(alert.rule);
        return { ...alert, title, cure, unit };
      });
      return { data };
    },
  });
}

export const action = onlyGet;
