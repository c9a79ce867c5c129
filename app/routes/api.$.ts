import { refuse } from '~/api/answer.server';
import { Refusal } from '~/api/problem';

/** Whatever else is asked under /api is answered in the API's own words, not with a page. */
function nowhere() {
  const message = 'There is no such resource. /api/v1/openapi.json lists those there are.';
  return refuse(new Refusal(404, { type: 'not_found', code: 'resource_not_found', message }));
}

export const loader = nowhere;
export const action = nowhere;
