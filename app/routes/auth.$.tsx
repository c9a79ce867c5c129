import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { answerByLibrary } from '~/platforms/shopify/authenticate.server';

/**
 * The doors of signing in: the page that fetches a fresh session token (/auth/session-token) and the one that
 * leaves the frame (/auth/exit-iframe). Nobody is ever asked to type a shop's address: who comes without a shop
 * is shown the way to the platform's own admin.
 */
export async function loader({ request }: LoaderFunctionArgs): Promise<Response> {
  if (!ways.has(new URL(request.url).pathname)) return redirect('/');
  await answerByLibrary(request);
  return redirect('/app');
}

const ways = new Set(['/auth/session-token', '/auth/exit-iframe']);
