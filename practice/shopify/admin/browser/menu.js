// The left navigation folds away on narrow screens.
const button = document.querySelector('.menu-button');
const side = document.querySelector('.side');

function fold(open) {
  side.classList.toggle('open', open);
  button.setAttribute('aria-expanded', String(open));
}

button.addEventListener('click', () => fold(!side.classList.contains('open')));
side.addEventListener('click', (event) => {
  if (event.target.closest('a')) fold(false);
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') fold(false);
});
