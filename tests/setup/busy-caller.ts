import { asStoreId } from '../../app/domain/shared/ids';
import { inBackground } from '../../app/governor/urgency.server';
import { connect } from '../../app/platforms/shopify/api.server';

/** A process that asks a store's platform without end, as its jobs would: started with BUSY_STORE, ended by a signal. */
const storeId = asStoreId(process.env.BUSY_STORE ?? '');
const callers = 3;

process.stdout.write('{"ready":true}\n');
await Promise.all(
  Array.from({ length: callers }, () =>
    inBackground(async () => {
      const api = await connect(storeId);
      for (;;) {
        const window = { from: '2020-01-01T00:00:00Z', to: new Date().toISOString() };
        for await (const _ of api.pullOrders(window)) break;
      }
    }),
  ),
);
