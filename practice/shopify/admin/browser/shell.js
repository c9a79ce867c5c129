import { confirmLeave, showSaveBar } from './bars.js';
import { facts, fetchJson, frame, onApp, tellApp } from './frame-line.js';
import './menu.js';
import { openPicker } from './picker.js';
import './title-bar.js';
import './toasts.js';

// Keeps the app in its frame: where it stands, what its menu holds, what it asks for.
const home = `${facts.root}/apps/tagalong`;
const progress = document.querySelector('.progress');
const appNav = document.querySelector('.app-nav');
let items = [];
let path = facts.path;

const outer = (appPath) => home + appPath.replace(/^\/app(?=\/|\?|$)/, '').replace(/^\/(?=\?|$)/, '');

async function open(appPath) {
  progress.hidden = false;
  const { url } = await fetchJson(
    `/launch?path=${encodeURIComponent(appPath.replace(/^\/app(?=\/|\?|$)/, '') || '/')}`,
  );
  frame.src = url;
}

function drawNav() {
  appNav.replaceChildren();
  const here = path.split('?')[0];
  const current = items
    .filter(({ path: to }) => here === to || here.startsWith(`${to}/`))
    .sort((a, b) => b.path.length - a.path.length)[0];
  for (const item of items) {
    if (item.home) continue;
    const link = Object.assign(document.createElement('a'), { href: outer(item.path), textContent: item.label });
    link.dataset.path = item.path;
    if (item === current) link.setAttribute('aria-current', 'page');
    const row = document.createElement('li');
    row.append(link);
    appNav.append(row);
  }
  const homeLink = document.querySelector('.app-home');
  homeLink.dataset.path = items.find((item) => item.home)?.path ?? '/app';
  if (!current || current.home) homeLink.setAttribute('aria-current', 'page');
  else homeLink.removeAttribute('aria-current');
}

document.querySelector('.apps').addEventListener('click', async (event) => {
  const link = event.target.closest('a[data-path]');
  if (!link || event.metaKey || event.ctrlKey || event.button !== 0) return;
  event.preventDefault();
  if (await confirmLeave()) tellApp('navigate', { path: link.dataset.path });
});

onApp('hello', () => fetchJson('/about'));
onApp('extensions', async () => (await fetchJson('/about')).extensions);
onApp('id-token', async () => (await fetchJson('/session-token')).token);
onApp('nav', ({ items: given }) => {
  items = given;
  drawNav();
});
onApp('location', ({ path: now }) => {
  path = now;
  progress.hidden = true;
  history.replaceState(null, '', outer(now));
  drawNav();
});
onApp('open', ({ path: to }) => open(to));
onApp('loading', ({ on }) => {
  progress.hidden = !on;
});
onApp('leave', async () => {
  if (!(await confirmLeave())) throw new Error('The merchant stays on the page.');
});
onApp('picker', ({ options }) => openPicker(options));
onApp('admin-page', ({ path: to, target }) => {
  window.open(facts.root + (to || '/orders'), target === '_blank' ? '_blank' : '_self');
});
frame.addEventListener('load', () => {
  progress.hidden = true;
});
addEventListener('beforeunload', (event) => {
  if (showSaveBar.visible) event.preventDefault();
});

drawNav();
open(facts.path);
