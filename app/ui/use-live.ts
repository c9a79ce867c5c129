import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/** How often a visible page asks whether anything changed. */
const everyMs = 1000;

/**
 * Keeps the page's figures fresh without a reload: asks a light route for the store's pulse and loads the
 * page's data again when its pulse is another one. Rests while the page is hidden, and asks less
 * often while the answer fails.
 * @param pulse the pulse that the page's loader read before its data: what changes while the page is on its
 *   way is seen too, however long that takes
 */
export function useLive(pulse: string): void {
  const revalidator = useRevalidator();
  const shown = useRef(pulse);
  const revalidate = useRef(revalidator.revalidate);
  const busy = useRef(false);
  shown.current = pulse;
  revalidate.current = revalidator.revalidate;
  busy.current = revalidator.state === 'loading';

  useEffect(() => {
    let failures = 0;
    let timer: number | undefined;
    let stopped = false;

    const beat = async () => {
      if (document.visibilityState === 'visible') {
        const newest = await askPulse();
        failures = newest === undefined ? failures + 1 : 0;
        if (newest !== undefined && newest !== shown.current && !busy.current && !stopped) revalidate.current();
      }
      if (!stopped) timer = window.setTimeout(beat, everyMs * Math.min(15, 2 ** failures));
    };
    const wake = () => {
      if (document.visibilityState !== 'visible') return;
      window.clearTimeout(timer);
      void beat();
    };

    document.addEventListener('visibilitychange', wake);
    void beat();
    return () => {
      stopped = true;
      window.clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
    };
  }, []);
}

async function askPulse(): Promise<string | undefined> {
  try {
    const response = await fetch('/app/pulse', { headers: { accept: 'application/json' } });
    return response.ok ? ((await response.json()) as { pulse: string }).pulse : undefined;
  } catch {
    return undefined;
  }
}
