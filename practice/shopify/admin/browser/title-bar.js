import { confirmLeave } from './bars.js';
import { make, onApp, tellApp } from './frame-line.js';

// What the app's ui-title-bar holds, drawn by the admin.
const bar = document.querySelector('.title-bar');

onApp('title-bar', ({ bar: given }) => {
  const title = given?.title || 'Tagalong';
  document.title = `${title} · Tagalong · Practice admin`;
  const crumb = given?.crumb ? [barButton(given.crumb, 'crumb')] : [];
  const menus = (given?.menus ?? []).map((menu) =>
    make(
      'details',
      { className: 'more' },
      make('summary', { textContent: menu.label }),
      make('div', {}, ...menu.items.map((item) => barButton(item))),
    ),
  );
  const buttons = (given?.buttons ?? []).map((button) => barButton(button));
  const primary = buttons.filter((button) => button.classList.contains('primary'));
  const others = buttons.filter((button) => !button.classList.contains('primary'));
  bar.replaceChildren(
    ...crumb,
    make('h1', { textContent: title }),
    make('span', { className: 'buttons' }, ...menus, ...others, ...primary),
  );
});

function barButton({ handle, label, variant, tone, disabled, loading }, extra = '') {
  const button = make('button', { textContent: label, type: 'button' });
  button.className = [variant, tone === 'critical' ? 'critical' : '', extra].join(' ').trim();
  button.disabled = disabled || loading;
  if (loading) button.setAttribute('aria-busy', 'true');
  button.onclick = async () => {
    button.closest('details')?.removeAttribute('open');
    if (extra !== 'crumb' || (await confirmLeave())) tellApp('press', { handle });
  };
  return button;
}
