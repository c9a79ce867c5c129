/** The Remix options of this app. vite.config.ts hands them to the Vite plugin: one source, nothing ignored. */
export default {
  appDirectory: 'app',
  buildDirectory: 'build',
  serverModuleFormat: 'esm',
  // A test beside a route never becomes a URL.
  ignoredRouteFiles: ['**/.*', '**/*.test.{ts,tsx}'],
  future: {
    v3_fetcherPersist: true,
    v3_relativeSplatPath: true,
    v3_throwAbortReason: true,
    // A look at live figures while a route is still being discovered ended the page (docs/decisions/0035).
    v3_lazyRouteDiscovery: false,
    // The Shopify library's headers do not survive single fetch.
    v3_singleFetch: false,
  },
};
