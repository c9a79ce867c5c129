import type { LoaderFunctionArgs } from '@remix-run/node';
import { admit } from '~/platforms/registry.server';
import { bouncePage, exitFrame, finishGrant, openApp } from '~/platforms/shoplazza/oauth.server';
import { shoplazza } from '~/platforms/shoplazza/platform.server';

/**
 * The doors of signing in on Shoplazza: the app's own address, the page that fetches a session token, the one that leaves the
 * frame, and the way back from the page where a merchant agrees.
 */
export async function loader({ request, params }: LoaderFunctionArgs): Promise<Response> {
  if (!shoplazza.isConfigured()) return new Response('Tagalong is not offered on Shoplazza here.', { status: 404 });
  switch (params['*']) {
    case '':
    case undefined:
      return openApp(request);
    case 'session-token':
      return bouncePage(request);
    case 'exit-iframe':
      return exitFrame(request);
    case 'callback': {
      const granted = await finishGrant(request);
      if (granted instanceof Response) return granted;
      await admit('shoplazza', granted);
      return granted.response;
    }
    default:
      return new Response('There is nothing at this address.', { status: 404 });
  }
}
