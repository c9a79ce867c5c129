import type { Exchange } from '../web/exchange';
import type { Platform, Room } from './platform';

/** A store is chosen by host, as on the platform; a browser at the practice address says `?store=` and keeps it in a cookie. */
export function storeOf(platform: Platform, { request, url, cookies }: Exchange): Room | null {
  const hosts = [request.headers['x-forwarded-host'], request.headers.host].map((one) => String(one ?? ''));
  const named = [...hosts, url.searchParams.get('store') ?? '', cookies.get('practice_store') ?? ''];
  for (const one of named) {
    const room = platform.room(one.toLowerCase());
    if (room) return room;
  }
  return null;
}
