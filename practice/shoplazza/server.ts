import { createServer } from 'node:http';
import { listener, redirect } from '../web/exchange';
import { close, listen } from '../web/listen';
import { giveToken, sendShell, showApp, showHome, showOrders, showThemes } from './admin';
import { answerApi } from './api';
import { answerControl } from './control';
import { agree, answerToken, showAgreement } from './oauth';
import { createPlatform, type Platform, type PracticeOptions, type PracticeUrls } from './platform';
import { storefrontListener } from './storefront';

export type Practice = PracticeUrls & { platform: Platform; stop(): Promise<void> };

/** Starts the practice Shoplazza: API, sign-in and admin on one port, the storefront on another. */
export async function startPracticeShoplazza(options: PracticeOptions): Promise<Practice> {
  const platform = createPlatform(options);
  const api = createServer(
    listener([
      ['*', /^\/openapi\/.+$/, (exchange) => answerApi(platform, exchange)],
      ['POST', /^\/admin\/oauth\/token$/, (exchange) => answerToken(platform, exchange)],
      ['GET', /^\/admin\/oauth\/authorize$/, (exchange) => showAgreement(platform, exchange)],
      ['POST', /^\/admin\/oauth\/authorize$/, (exchange) => agree(platform, exchange)],
      ['*', /^\/control\/(.+)$/, (exchange) => answerControl(platform, exchange)],
      ['GET', /^\/admin$/, (exchange) => showHome(platform, exchange)],
      ['GET', /^\/admin\/orders$/, (exchange) => showOrders(platform, exchange)],
      ['GET', /^\/admin\/themes$/, (exchange) => showThemes(platform, exchange)],
      ['GET', /^\/admin\/smart_apps\/base\/\w+$/, (exchange) => showApp(platform, exchange)],
      ['GET', /^\/admin\/token$/, (exchange) => giveToken(platform, exchange)],
      ['GET', /^\/admin\/shell\.(?:js|css)$/, sendShell],
      ['GET', /^\/$/, ({ response }) => redirect(response, '/admin')],
    ]),
  );
  const storefront = createServer(storefrontListener(platform));
  const urls: PracticeUrls = {
    apiUrl: await listen(api, options.apiPort),
    storefrontUrl: await listen(storefront, options.storefrontPort),
  };
  platform.setUrls(urls);
  return {
    ...urls,
    platform,
    stop: async () => {
      await Promise.all([api, storefront].map(close));
      await platform.sender.stop();
      platform.ledger.close();
    },
  };
}
