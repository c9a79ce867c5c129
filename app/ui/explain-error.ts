/** The words for an error that reached a page. */
export type Explanation = { title: string; message: string; requestId: string | null; retry: boolean };

/** What our own loaders throw (see routes/app/on-page.server.ts). */
export type PageError = { message: string; requestId: string; retry: boolean };

/** Puts any thrown thing into words that are safe to show. */
export function explain(error: unknown): Explanation {
  const status = statusOf(error);
  const own = dataOf(error);
  if (status === 404) {
    return {
      title: 'This page is not here',
      message: own?.message ?? 'The address may be old, or what it showed was removed.',
      requestId: null,
      retry: false,
    };
  }
  if (status === 401 || status === 403) {
    return {
      title: 'Your session has ended',
      message: own?.message ?? 'Open Tagalong again from the apps of your store.',
      requestId: own?.requestId ?? null,
      retry: true,
    };
  }
  return {
    title: 'This page could not be loaded',
    message: own?.message ?? 'Something went wrong on our side. Nothing was lost; try again in a moment.',
    requestId: own?.requestId ?? null,
    retry: own?.retry ?? true,
  };
}

function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' ? status : 500;
}

function dataOf(error: unknown): PageError | null {
  const data = (error as { data?: unknown } | null)?.data as Partial<PageError> | null | undefined;
  if (typeof data !== 'object' || data === null || typeof data.message !== 'string') return null;
  return { message: data.message, requestId: String(data.requestId ?? ''), retry: data.retry !== false };
}
