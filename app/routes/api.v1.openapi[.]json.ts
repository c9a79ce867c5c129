import { onlyGet } from '~/api/answer.server';
import { openApiDocument } from '~/api/openapi';

/** Public: it says what can be asked, nothing of anybody. */
export function loader() {
  return Response.json(openApiDocument(), { headers: { 'cache-control': 'public, max-age=300' } });
}

export const action = onlyGet;
