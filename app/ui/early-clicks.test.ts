import { runInNewContext } from 'node:vm';
import { afterEach, expect, test, vi } from 'vitest';
import { holdEarlyClicks, takeEarlyClick } from './early-clicks';

afterEach(() => vi.unstubAllGlobals());

/** A page before it has come alive, with one link to click. */
function youngPage() {
  const page: Record<string, unknown> = {};
  class Element {
    closest = () => ({ getAttribute: () => '/app/add-ons/new' });
  }
  let listener: ((event: unknown) => void) | undefined;
  const document = {
    addEventListener: (_type: string, added: (event: unknown) => void) => {
      listener = added;
    },
    removeEventListener: () => {
      listener = undefined;
    },
  };
  runInNewContext(holdEarlyClicks, { window: page, document, Element });
  vi.stubGlobal('window', page);
  return (keys: Record<string, boolean> = {}) => {
    let held = false;
    listener?.({ target: new Element(), button: 0, preventDefault: () => (held = true), ...keys });
    return held;
  };
}

test('a click before the page is alive is held and followed later', () => {
  const click = youngPage();
  expect(click()).toBe(true);
  expect(takeEarlyClick()).toBe('/app/add-ons/new');
});

test('afterwards clicks are the router’s, and nothing is followed twice', () => {
  const click = youngPage();
  expect(takeEarlyClick()).toBeNull();
  expect(click()).toBe(false);
  expect(takeEarlyClick()).toBeNull();
});

test('a click for a new tab is left alone', () => {
  const click = youngPage();
  expect(click({ metaKey: true })).toBe(false);
  expect(takeEarlyClick()).toBeNull();
});
