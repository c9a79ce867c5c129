import type { DrainPorts } from '../../app/inbox/ports';
import { readAheadOf } from '../../app/inbox/read-ahead.server';

/** What a drain needs of other rooms, for tests of its own room: nothing happens there. */
export const quietPorts: Omit<DrainPorts, 'platformOf' | 'saveOrders'> = {
  readAhead: async () => readAheadOf([]),
  saveCustomers: async () => 0,
  whoBought: async () => [],
  saveSkus: async () => {},
  saveStock: async () => 0,
  forgetSkus: async () => {},
  mergeCustomers: async () => {},
  onUninstalled: async () => 0,
  onPrivacy: async () => 0,
  onStoreChanged: async () => 0,
  scrub: async () => 0,
  afterSave: async () => 0,
};
