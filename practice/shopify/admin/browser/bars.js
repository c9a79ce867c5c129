import { make, onApp, tellApp } from './frame-line.js';

// The contextual save bar and the question whether to leave without saving.
const bar = document.querySelector('.save-bar');
const confirmDialog = document.querySelector('#confirm');

export const showSaveBar = { visible: false };

onApp('save-bar', ({ bar: given }) => {
  showSaveBar.visible = given !== null;
  bar.hidden = given === null;
  document.body.classList.toggle('unsaved', given !== null);
  bar.replaceChildren();
  if (!given) return;
  const buttons = make('span', { className: 'buttons' });
  if (given.discard) buttons.append(barButton(given.discard, '', () => discard(given)));
  if (given.save) buttons.append(barButton(given.save, 'primary', () => tellApp('press', given.save)));
  bar.append(make('strong', { textContent: 'Unsaved changes' }), buttons);
});

function barButton({ label, disabled, loading }, className, onclick) {
  const button = make('button', { textContent: label, className, onclick, type: 'button' });
  button.disabled = Boolean(disabled || loading);
  if (loading) button.setAttribute('aria-busy', 'true');
  return button;
}

async function discard(given) {
  const sure =
    !given.confirm ||
    (await ask('Discard all unsaved changes?', 'Your changes will be lost.', 'Keep editing', 'Discard'));
  if (sure) tellApp('press', given.discard);
}

/** True when nothing is unsaved or the merchant agrees to leave. */
export async function confirmLeave() {
  if (!showSaveBar.visible) return true;
  return ask(
    'Leave page with unsaved changes?',
    'Leaving this page will delete all unsaved changes.',
    'Stay',
    'Leave page',
  );
}

function ask(title, text, no, yes) {
  confirmDialog.querySelector('h2').textContent = title;
  confirmDialog.querySelector('p').textContent = text;
  confirmDialog.querySelector('[value=no]').textContent = no;
  confirmDialog.querySelector('[value=yes]').textContent = yes;
  confirmDialog.returnValue = 'no';
  confirmDialog.showModal();
  return new Promise((resolve) => {
    confirmDialog.addEventListener('close', () => resolve(confirmDialog.returnValue === 'yes'), { once: true });
  });
}
