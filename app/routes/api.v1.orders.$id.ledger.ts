import type { LoaderFunctionArgs } from '@remix-run/node';
import { answer, notFound, onlyGet } from '~/api/answer.server';
import { noQuery } from '~/api/queries';
import { findOrder } from '~/domain/orders/read-store.server';
import { readStory } from '~/domain/orders/story-store.server';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: noQuery,
    work: async ({ storeId }) => {
      const order = await findOrder(storeId, params.id ?? '');
      const story = order && (await readStory(storeId, order.platformOrderId));
      if (!story) throw notFound('order');
      return { currency: story.currency, data: story.entries };
    },
  });
}

export const action = onlyGet;
