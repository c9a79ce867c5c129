import { useAppBridge } from '@shopify/app-bridge-react';
import { useState } from 'react';

/** Fetches a file within the page, where the session token goes along; a plain link would leave it behind. */
export function useDownload(address: string, name: string): { download: () => Promise<void>; busy: boolean } {
  const shopify = useAppBridge();
  const [busy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      const response = await fetch(address);
      if (!response.ok) throw new Error(`the download answered ${response.status}`);
      const link = document.createElement('a');
      link.href = URL.createObjectURL(await response.blob());
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    } catch {
      shopify.toast.show('The file could not be downloaded. Try again.', { isError: true });
    } finally {
      setBusy(false);
    }
  };
  return { download, busy };
}
