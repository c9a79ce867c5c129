import { PassThrough } from 'node:stream';
import {
  type ActionFunctionArgs,
  createReadableStreamFromReadable,
  type EntryContext,
  type LoaderFunctionArgs,
} from '@remix-run/node';
import { RemixServer } from '@remix-run/react';
import { isbot } from 'isbot';
import { renderToPipeableStream } from 'react-dom/server';
import { currentHop, log } from './observability/log.server';
import { documentHeaders } from './platforms/registry.server';

export const streamTimeout = 10_000;

/** Renders a page. Every HTML answer carries the headers that say who may frame it. */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Promise<Response> {
  documentHeaders(request, headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  // A browser gets the shell at once; a crawler, which will not wait for more, gets the whole page.
  const ready = isbot(request.headers.get('user-agent') ?? '') ? 'onAllReady' : 'onShellReady';
  return new Promise((resolve, reject) => {
    let answered = false;
    const { pipe, abort } = renderToPipeableStream(
      <RemixServer context={context} url={request.url} abortDelay={streamTimeout - 1000} />,
      {
        [ready]() {
          answered = true;
          const body = new PassThrough();
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
          pipe(body);
        },
        onShellError: reject,
        onError(error: unknown) {
          if (answered) log.error({ err: error }, 'a part of a page could not be rendered');
        },
      },
    );
    setTimeout(abort, streamTimeout).unref();
  });
}

/** What no page expected: logged with the request it happened in. */
export function handleError(error: unknown, { request }: LoaderFunctionArgs | ActionFunctionArgs): void {
  if (request.signal.aborted) return;
  const requestId = currentHop().requestId ?? request.headers.get('x-request-id') ?? undefined;
  log.error({ err: error, requestId, path: new URL(request.url).pathname }, 'a page failed');
}
