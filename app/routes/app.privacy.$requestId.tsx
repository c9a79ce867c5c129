import type { LoaderFunctionArgs } from '@remix-run/node';
import { authenticateMerchant } from '~/platforms/registry.server';
import { openExport } from '~/privacy/request-store.server';
import { audit } from '~/tenancy/audit-store.server';

/**
 * The export of a data request, as a file for the merchant. Fetched by the Settings page with the merchant's
 * session token; the store comes from that token alone.
 */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { storeId, userId } = await authenticateMerchant(request);
  const requestId = params.requestId ?? '';
  const text = await openExport(storeId, requestId);
  if (text === null) {
    return Response.json(
      { error: 'There is no such export, or its thirty days are over.' },
      { status: 404, headers: { 'cache-control': 'no-store' } },
    );
  }
  await audit(storeId, {
    actor: `merchant:${userId ?? 'unknown'}`,
    action: 'privacy.export-downloaded',
    detail: { requestId },
  });
  return new Response(text, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="personal-data-${requestId}.json"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
