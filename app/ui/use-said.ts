import { useAppBridge } from '@shopify/app-bridge-react';
import { useEffect, useRef } from 'react';

/** Shows a toast once for each new answer of an action that has something to say. */
export function useSaid(answer: unknown): void {
  const shopify = useAppBridge();
  const last = useRef<unknown>();
  useEffect(() => {
    const said = (answer as { said?: unknown } | null | undefined)?.said;
    if (answer === last.current) return;
    last.current = answer;
    if (typeof said === 'string') shopify.toast.show(said);
  }, [answer, shopify]);
}
