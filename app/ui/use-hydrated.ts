import { useSyncExternalStore } from 'react';

/** False on the server and while the page comes alive, true afterwards: for what only a browser can draw. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
