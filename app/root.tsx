import type { LinksFunction } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useRouteError, useRouteLoaderData } from '@remix-run/react';
import { AppProvider } from '@shopify/polaris';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import words from '@shopify/polaris/locales/en.json';
import type { ReactNode } from 'react';
import ownStyles from './ui/app.css?url';
import { holdEarlyClicks } from './ui/early-clicks';
import { Failure } from './ui/failure';
import { PolarisLink } from './ui/polaris-link';
import type { Shell } from './ui/shell';
import { titled } from './ui/titled';

export const meta = titled('Tagalong');

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'stylesheet', href: polarisStyles },
  { rel: 'stylesheet', href: ownStyles },
];

/** The document. App Bridge must be the first script of every page inside the platform's admin. */
export function Layout({ children }: { children: ReactNode }) {
  const shell = useRouteLoaderData<Shell>('routes/app');
  return (
    <html lang="en">
      <head>
        {shell ? <script src={shell.bridge.scriptUrl} data-api-key={shell.bridge.apiKey} /> : null}
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours */}
        {shell ? <script dangerouslySetInnerHTML={{ __html: holdEarlyClicks }} /> : null}
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <ScrollRestoration />
        <Scripts />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

export function ErrorBoundary() {
  return (
    <AppProvider i18n={words} linkComponent={PolarisLink}>
      <Failure error={useRouteError()} />
    </AppProvider>
  );
}
