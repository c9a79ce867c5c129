import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, onlyGet } from '~/api/answer.server';
import { inboxQuery } from '~/api/queries';
import { listEntries } from '~/domain/entries/entry-store.server';

export function loader({ request }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'inbox:read',
    query: inboxQuery,
    work: async ({ storeId }, { limit, state, after }) => {
      const entries = await listEntries(storeId, {
        limit: limit + 1,
        ...(state === undefined ? {} : { state }),
        ...(after === undefined ? {} : { after }),
      });
      const data = entries.slice(0, limit);
      return { data, page: { next: entries.length > limit ? (data.at(-1)?.id ?? null) : null } };
    },
  });
}

export const action = onlyGet;
