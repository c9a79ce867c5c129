import { make, onApp, tellApp } from './frame-line.js';

// Toasts stand at the foot of the page and go by themselves.
const shelf = document.querySelector('.toasts');
const shown = new Map();

onApp('toast', ({ id, message, duration, isError, action }) => {
  const toast = make('div', { className: isError ? 'toast error' : 'toast' }, make('span', { textContent: message }));
  if (action) {
    toast.append(
      make('button', { textContent: action, type: 'button', onclick: () => tellApp('toast-action', { id }) }),
    );
  }
  const close = make('button', { textContent: '✕', type: 'button', onclick: () => drop(id) });
  close.setAttribute('aria-label', 'Dismiss');
  toast.append(close);
  shown.set(id, toast);
  shelf.append(toast);
  setTimeout(() => drop(id), duration);
});
onApp('toast-hide', ({ id }) => drop(id));

function drop(id) {
  if (!shown.has(id)) return;
  shown.get(id).remove();
  shown.delete(id);
  tellApp('toast-dismiss', { id });
}
