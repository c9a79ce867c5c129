import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';

/** How often a visible page asks whether anything changed. */
const everyMs = 1000;

/**
 * Keeps the page's figures fresh without a reload: asks a light route for the store's pulse and loads the
 * page's data again only when the pulse is another one. Rests while the page is hidden, and asks less
 * often while the answer fails.
 */
export function useLive(): void {
  const revalidator = useRevalidator();
  const revalidate = useRef(revalidator.revalidate);
  const busy = useRef(false);
  revalidate.current = revalidator.revalidate;
  busy.current = revalidator.state === 'loading';

  useEffect(() => {
    let known: string | undefined;
    let failures = 0;
    let timer: number | undefined;
    let stopped = false;

    const beat = async () => {
      if (document.visibilityState === 'visible') {
        const pulse = await readPulse();
        failures = pulse === undefined ? failures + 1 : 0;
        if (pulse !== undefined && !busy.current) {
          if (known !== undefined && known !== pulse) revalidate.current();
          known = pulse;
        }
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

async function readPulse(): Promise<string | undefined> {
  try {
    const response = await fetch('/app/pulse', { headers: { accept: 'application/json' } });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
