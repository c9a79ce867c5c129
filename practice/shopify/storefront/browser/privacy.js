// Customer privacy, analytics and the web pixel, as a storefront offers them. Nothing is counted before the visitor says so.
(() => {
  const facts = JSON.parse(document.querySelector('#privacy-facts').textContent);
  const consentCookie = 'practice_consent';
  const read = (name) => new RegExp(`(?:^|; )${name}=([^;]+)`).exec(document.cookie)?.[1];
  const keep = (name, value, days) => {
    // biome-ignore lint/suspicious/noDocumentCookie: what a storefront does, in every browser.
    document.cookie = `${name}=${value}; path=/; max-age=${days * 86_400}; samesite=lax`;
  };
  const allowed = () => read(consentCookie) === 'yes';
  const waiting = [];
  let pixel;

  /** The pixel runs apart from the page, once the visitor allowed it. */
  function start() {
    if (!allowed()) return;
    if (!read('_shopify_y')) keep('_shopify_y', crypto.randomUUID(), 365);
    if (pixel || !facts.pixel) return;
    pixel = new Worker('/pixels/tagalong.js');
    for (const event of waiting.splice(0)) pixel.postMessage(event);
  }

  function say(yes) {
    keep(consentCookie, yes ? 'yes' : 'no', 365);
    if (!yes) keep('_shopify_y', '', 0);
    ask();
    start();
    document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail: { analyticsAllowed: yes } }));
  }

  Shopify.customerPrivacy = {
    analyticsProcessingAllowed: allowed,
    setTrackingConsent: ({ analytics }, done) => {
      say(Boolean(analytics));
      done?.();
    },
  };
  Shopify.analytics = {
    publish(name, customData) {
      const event = { name, customData, clientId: read('_shopify_y') ?? null };
      if (pixel) pixel.postMessage(event);
      else if (facts.pixel) waiting.push(event);
      return true;
    },
  };

  function ask() {
    const box = document.querySelector('[data-consent]');
    if (!box) return;
    const answer = read(consentCookie);
    for (const one of box.querySelectorAll('[data-when]')) one.hidden = one.dataset.when !== (answer ?? 'open');
  }
  document.addEventListener('DOMContentLoaded', () => {
    ask();
    for (const button of document.querySelectorAll('[data-consent] button')) {
      button.addEventListener('click', () => say(button.value === 'yes'));
    }
  });
  start();
})();
