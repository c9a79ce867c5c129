/**
 * A link clicked before the page has come alive would load a document without the session, and the platform
 * would have to open the app anew. So the click is held and followed as soon as the router can.
 */
const held = 'tagalongHeldClick';

/** Runs in the head, before anything can be clicked. */
export const holdEarlyClicks = `(() => {
  window.${held} = null;
  const hold = (event) => {
    if (window.${held} === false) return document.removeEventListener('click', hold, true);
    const link = event.target instanceof Element ? event.target.closest('a[href^="/app"]') : null;
    if (!link || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.${held} = link.getAttribute('href');
  };
  document.addEventListener('click', hold, true);
})();`;

/** Where an early click wanted to go; from now on clicks are the router's. */
export function takeEarlyClick(): string | null {
  const page = window as unknown as Record<string, unknown>;
  const wanted = page[held];
  page[held] = false;
  return typeof wanted === 'string' ? wanted : null;
}
