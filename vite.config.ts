import { vitePlugin as remix } from '@remix-run/dev';
import { defineConfig } from 'vite';
import tsconfigPaths from 'vite-tsconfig-paths';
import remixConfig from './remix.config.js';

const { serverModuleFormat, ...options } = remixConfig;

export default defineConfig({
  plugins: [remix({ ...options, serverModuleFormat: serverModuleFormat as 'esm' }), tsconfigPaths()],
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 1500 },
  ssr: { noExternal: ['@shopify/polaris'] },
});
