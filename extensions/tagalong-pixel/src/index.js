import { register } from '@shopify/web-pixels-extension';

/*
 * Passes what the widget tells of add-ons that were seen on to the app: a visitor's key and ids of add-ons, nothing else.
 * Plain text, so that no browser asks permission first; when nobody answers, nothing is lost that anybody waits for.
 */
register(({ analytics, settings }) => {
  analytics.subscribe('tagalong_seen', ({ customData }) => {
    fetch(settings.url, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: JSON.stringify(customData),
      keepalive: true,
    }).catch(() => {});
  });
});
