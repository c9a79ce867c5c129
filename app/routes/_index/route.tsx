import type { LoaderFunctionArgs } from '@remix-run/node';
import { redirect } from '@remix-run/node';
import { titled } from '~/ui/titled';

export const meta = titled('Tagalong');

/** The platform opens the app at its root with a shop in the address; everybody else reads what this is. */
export function loader({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  if (url.searchParams.has('shop')) throw redirect(`/app${url.search}`);
  return null;
}

export default function Welcome() {
  return (
    <main className="tg-welcome">
      <h1>Tagalong</h1>
      <p>
        Sell gift wrap, warranties and other add-ons with your products, and see to the cent what they earn. Tagalong
        works inside the admin of your store.
      </p>
      <p>Installed already? Open it from the apps of your store’s admin. Otherwise, install it from your app store.</p>
    </main>
  );
}
