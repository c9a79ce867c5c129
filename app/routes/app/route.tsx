import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { json } from '@remix-run/node';
import {
  Link,
  Outlet,
  type ShouldRevalidateFunction,
  useLocation,
  useNavigate,
  useNavigation,
  useRouteError,
} from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import { AppProvider } from '@shopify/polaris';
import words from '@shopify/polaris/locales/en.json';
import { useEffect } from 'react';
import { takeEarlyClick } from '~/ui/early-clicks';
import { Failure } from '~/ui/failure';
import { PageSkeleton } from '~/ui/page-skeleton';
import { PolarisLink } from '~/ui/polaris-link';
import type { Shell } from '~/ui/shell';
import { titled } from '~/ui/titled';
import { onPage } from './on-page.server';

export const meta = titled('Tagalong');

export function loader({ request }: LoaderFunctionArgs) {
  return onPage(request, async ({ merchant, store }) =>
    json<Shell>({
      bridge: merchant.bridge,
      store: {
        name: store.name ?? store.domain,
        domain: store.domain,
        currency: store.currency,
        timeZone: store.timeZone,
      },
    }),
  );
}

// The frame changes only with what a form changed; live figures are the pages' own.
export const shouldRevalidate: ShouldRevalidateFunction = ({ formMethod, defaultShouldRevalidate }) =>
  formMethod && formMethod !== 'GET' ? defaultShouldRevalidate : false;

/** The frame around every page in the admin: navigation, links that keep the session, loading and failing. */
export default function App() {
  useBridgeNavigation();
  const navigation = useNavigation();
  const location = useLocation();
  const leaving = navigation.state === 'loading' && navigation.location.pathname !== location.pathname;
  return (
    <AppProvider i18n={words} linkComponent={PolarisLink}>
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/analytics">Analytics</Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/customers">Customers</Link>
        <Link to="/app/add-ons">Add-ons</Link>
        <Link to="/app/sync">Sync</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      <main className="tg-main" aria-busy={leaving}>
        {leaving ? <PageSkeleton /> : <Outlet />}
      </main>
    </AppProvider>
  );
}

/** The platform's own navigation (menu, title bar) asks with an event; Remix answers without a document load. */
function useBridgeNavigation() {
  const navigate = useNavigate();
  useEffect(() => {
    const wanted = takeEarlyClick();
    if (wanted) navigate(wanted);
    const go = (event: Event) => {
      const href = (event.target as Element | null)?.getAttribute('href');
      if (href) navigate(href);
    };
    addEventListener('shopify:navigate', go);
    return () => removeEventListener('shopify:navigate', go);
  }, [navigate]);
}

export function ErrorBoundary() {
  return (
    <AppProvider i18n={words} linkComponent={PolarisLink}>
      <main className="tg-main">
        <Failure error={useRouteError()} />
      </main>
    </AppProvider>
  );
}

// The library's headers (retry of an invalid session, policies) must survive an error as well as a page.
export const headers: HeadersFunction = ({ parentHeaders, loaderHeaders, actionHeaders, errorHeaders }) =>
  errorHeaders && [...errorHeaders].length > 0
    ? errorHeaders
    : new Headers([...parentHeaders, ...loaderHeaders, ...actionHeaders]);
