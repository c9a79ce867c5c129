// The contextual save bar, as an element and for forms marked with data-save-bar.
import { buttonOf, handleOf, isOn, Mirrored } from './bars.js';
import { askShell, tell } from './channel.js';

const shownBars = new Set();

function mirrorSaveBar() {
  const bar = [...shownBars].at(-1);
  tell('save-bar', { bar: bar ? bar.describe() : null });
}

class SaveBarElement extends Mirrored {
  get showing() {
    return shownBars.has(this);
  }
  describe() {
    const buttons = [...this.querySelectorAll('button')];
    const save = buttons.find((button) => button.getAttribute('variant') === 'primary');
    const discard = buttons.find((button) => button !== save);
    return {
      save: save ? { ...buttonOf(save), label: save.textContent.trim() || 'Save' } : null,
      discard: discard ? { ...buttonOf(discard), label: discard.textContent.trim() || 'Discard' } : null,
      confirm: isOn(this, 'discardConfirmation'),
    };
  }
  mirror() {
    if (this.showing) mirrorSaveBar();
  }
  unmirror() {
    this.hide();
  }
  async show() {
    if (this.showing) return;
    shownBars.add(this);
    mirrorSaveBar();
    this.dispatchEvent(new Event('show'));
  }
  async hide() {
    if (!shownBars.delete(this)) return;
    mirrorSaveBar();
    this.dispatchEvent(new Event('hide'));
  }
  async toggle() {
    return this.showing ? this.hide() : this.show();
  }
}
customElements.define('ui-save-bar', SaveBarElement);

// A form marked with data-save-bar shows the bar as soon as a field differs.
const formBars = new WeakMap();

function barOfForm(form) {
  if (formBars.has(form)) return formBars.get(form);
  const bar = {
    describe: () => ({
      save: { handle: handleOf(bar.saveKey), label: 'Save' },
      discard: { handle: handleOf(bar.discardKey), label: 'Discard' },
      confirm: form.hasAttribute('data-discard-confirmation'),
    }),
    saveKey: document.createElement('button'),
    discardKey: document.createElement('button'),
  };
  bar.saveKey.onclick = () => form.requestSubmit();
  bar.discardKey.onclick = () => form.reset();
  formBars.set(form, bar);
  return bar;
}

function markForm(event, dirty) {
  const form = event.target instanceof Element ? event.target.closest('form[data-save-bar]') : null;
  if (!form) return;
  if (dirty) shownBars.add(barOfForm(form));
  else shownBars.delete(barOfForm(form));
  mirrorSaveBar();
}
for (const type of ['input', 'change']) document.addEventListener(type, (event) => markForm(event, true));
for (const type of ['submit', 'reset']) document.addEventListener(type, (event) => markForm(event, false));

const barById = (id) => {
  const bar = document.getElementById(id);
  if (!(bar instanceof SaveBarElement)) throw new Error(`There is no ui-save-bar with the id ${id}.`);
  return bar;
};

export const saveBar = {
  show: async (id) => barById(id).show(),
  hide: async (id) => barById(id).hide(),
  toggle: async (id) => barById(id).toggle(),
  // Resolves at once when nothing is unsaved, otherwise when the merchant agrees to leave.
  leaveConfirmation: async () => {
    if (shownBars.size > 0) await askShell('leave');
  },
};
