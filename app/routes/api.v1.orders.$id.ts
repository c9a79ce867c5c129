import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { answer, answerPut, notFound } from '~/api/answer.server';
import { Refusal } from '~/api/problem';
import { annotationBody, noQuery } from '~/api/queries';
import { withoutPerson } from '~/api/without-person';
import { annotateOrder } from '~/domain/orders/annotate-store.server';
import { findOrder } from '~/domain/orders/read-store.server';
import { auditIn } from '~/tenancy/audit-store.server';
import { may } from '~/tenancy/roles';

export function loader({ request, params }: LoaderFunctionArgs) {
  return answer(request, {
    permission: 'orders:read',
    query: noQuery,
    work: async ({ storeId, role }) => {
      const order = await findOrder(storeId, params.id ?? '');
      if (!order) throw notFound('order');
      return may(role, 'persons:read') ? order : withoutPerson(order);
    },
  });
}

/** Our own note and tags; what the platform says of an order is mirrored and cannot be changed here. */
export function action({ request, params }: ActionFunctionArgs) {
  return answerPut(request, {
    permission: 'orders:annotate',
    query: annotationBody,
    work: async ({ storeId, keyId }, { revision, ...annotation }) => {
      const order = await findOrder(storeId, params.id ?? '');
      if (!order) throw notFound('order');
      const { platformOrderId } = order;
      const actor = `api-key:${keyId}`;
      const saved = await annotateOrder(storeId, platformOrderId, annotation, actor, {
        revision,
        record: (sql, fields) =>
          auditIn(sql, storeId, { actor, action: 'order.annotated', detail: { platformOrderId, fields } }),
      });
      if (saved.outcome === 'not-found') throw notFound('order');
      if (saved.outcome === 'changed') {
        throw new Refusal(409, {
          type: 'conflict',
          code: 'annotation_changed',
          message: `Somebody wrote meanwhile (revision ${saved.revision}). Read the order again and repeat your change.`,
          retryable: true,
        });
      }
      const { annotation: before } = order;
      const tags = annotation.tags ?? before.tags;
      return { note: annotation.note === undefined ? before.note : annotation.note, tags, revision: saved.revision };
    },
  });
}
