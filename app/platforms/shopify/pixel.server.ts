import { asFault } from '../../domain/shared/fault';
import type { AdminClient } from './client.server';
import { faultOfUserErrors } from './faults';
import { CreatePixel, ThePixel, UpdatePixel } from './generated/operations';

/** Activates the app's web pixel with the address that it tells, or corrects the address of one that is active. */
export async function tellSeenTo(client: AdminClient, url: string): Promise<void> {
  const settings = JSON.stringify({ url });
  const active = await activePixel(client);
  if (active === null) {
    const { webPixelCreate } = await client.run(CreatePixel, { settings });
    const fault = faultOfUserErrors('CreatePixel', webPixelCreate?.userErrors ?? []);
    if (fault) throw fault;
  } else if (active.url !== url) {
    const { webPixelUpdate } = await client.run(UpdatePixel, { id: active.id, settings });
    const fault = faultOfUserErrors('UpdatePixel', webPixelUpdate?.userErrors ?? []);
    if (fault) throw fault;
  }
}

/** Shopify answers an error, not null, where there is no pixel yet. */
async function activePixel(client: AdminClient): Promise<{ id: string; url: unknown } | null> {
  try {
    const { webPixel } = await client.run(ThePixel, {});
    if (!webPixel) return null;
    const settings = typeof webPixel.settings === 'string' ? JSON.parse(webPixel.settings) : webPixel.settings;
    return { id: webPixel.id, url: (settings as { url?: unknown } | null)?.url };
  } catch (error) {
    if (/No web pixel was found|RESOURCE_NOT_FOUND/.test(asFault(error).message)) return null;
    throw error;
  }
}
