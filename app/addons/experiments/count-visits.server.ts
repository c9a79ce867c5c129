import { config } from '../../config/config.server';
import type { StoreId } from '../../domain/shared/ids';
import { log } from '../../observability/log.server';
import type { StoreApi } from '../../platforms/platform';
import { seenKey } from './seen-key.server';

/**
 * Lets a store's storefront tell us what visitors see of add-ons. A store that does not permit it, or cannot be asked now,
 * sells as well without: the widget also tells by the shop itself, and the next welcome tries again.
 */
export async function countVisits(
  storeId: StoreId,
  connect: () => Promise<Pick<StoreApi, 'tellSeenTo'>>,
): Promise<void> {
  try {
    await (await connect()).tellSeenTo(`${config().web.appUrl}/seen/${seenKey(storeId)}`);
  } catch (err) {
    log.warn({ err, storeId }, 'the web pixel of a store could not be activated');
  }
}
