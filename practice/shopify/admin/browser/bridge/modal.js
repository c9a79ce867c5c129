// ui-modal opens inside the app's own frame here (the real platform draws it over the whole admin).
import { clickable, press, titleBarOf } from './bars.js';

const modalStyle = new CSSStyleSheet();
modalStyle.replaceSync(`
  ui-title-bar, ui-nav-menu, ui-save-bar, s-app-nav, ui-modal { display: none; }
  dialog.practice-modal { border: 0; border-radius: 12px; padding: 0; width: min(620px, calc(100vw - 32px));
    max-height: calc(100vh - 64px); box-shadow: 0 20px 60px rgb(0 0 0 / .3); font: 14px/20px system-ui, sans-serif; }
  dialog.practice-modal.small { width: min(380px, calc(100vw - 32px)); }
  dialog.practice-modal.large, dialog.practice-modal.max { width: min(980px, calc(100vw - 32px)); }
  dialog.practice-modal::backdrop { background: rgb(0 0 0 / .5); }
  .practice-modal .modal-head, .practice-modal .modal-foot { display: flex; gap: 8px; align-items: center; padding: 12px 16px;
    background: #f3f3f3; }
  .practice-modal h2 { flex: 1; margin: 0; font-size: 15px; }
  .practice-modal .modal-foot { justify-content: flex-end; }
  .practice-modal iframe { border: 0; width: 100%; height: 60vh; display: block; }
  .practice-modal button { font: inherit; padding: 6px 12px; border-radius: 8px; border: 1px solid #8a8a8a;
    background: #fff; cursor: pointer; }
  .practice-modal button.primary { background: #303030; color: #fff; border-color: #303030; }
  .practice-modal button.critical { background: #b3261e; color: #fff; border-color: #b3261e; }
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, modalStyle];

customElements.define(
  'ui-modal',
  class extends HTMLElement {
    get variant() {
      return this.getAttribute('variant') ?? 'base';
    }
    get src() {
      return this.getAttribute('src') ?? undefined;
    }
    get content() {
      if (this.src) return undefined;
      this.box ??= document.createElement('div');
      return this.box;
    }
    get contentWindow() {
      return this.dialog?.querySelector('iframe')?.contentWindow ?? null;
    }
    async show() {
      if (this.dialog?.open) return;
      this.dialog ??= document.createElement('dialog');
      this.dressUp();
      document.body.append(this.dialog);
      this.dialog.addEventListener('close', () => this.closed(), { once: true });
      this.dialog.showModal();
      this.dispatchEvent(new Event('show'));
    }
    async hide() {
      if (this.dialog?.open) this.dialog.close();
    }
    async toggle() {
      return this.dialog?.open ? this.hide() : this.show();
    }
    closed() {
      this.dialog.remove();
      this.dispatchEvent(new Event('hide'));
    }
    disconnectedCallback() {
      this.dialog?.remove();
    }
    dressUp() {
      if (!this.dialog) return;
      const titleBar = this.querySelector('ui-title-bar');
      const bar = titleBar ? titleBarOf(titleBar) : { title: '', buttons: [] };
      const heading = Object.assign(document.createElement('h2'), { textContent: bar.title });
      const close = Object.assign(document.createElement('button'), { textContent: '✕', type: 'button' });
      close.setAttribute('aria-label', 'Close');
      close.onclick = () => this.hide();
      const header = Object.assign(document.createElement('div'), { className: 'modal-head' });
      header.append(heading, close);
      const footer = Object.assign(document.createElement('div'), { className: 'modal-foot' });
      if (bar.buttons.length === 0) footer.style.display = 'none';
      for (const button of bar.buttons) footer.append(this.footButton(button));
      this.dialog.className = `practice-modal ${this.variant}`;
      this.dialog.setAttribute('aria-label', bar.title || 'Dialog');
      this.dialog.replaceChildren(header, this.body(), footer);
    }
    footButton({ handle, label, variant, tone, disabled }) {
      const button = Object.assign(document.createElement('button'), { textContent: label, disabled, type: 'button' });
      button.className = tone === 'critical' ? 'critical' : variant;
      button.onclick = () => press(clickable.get(handle));
      return button;
    }
    body() {
      if (!this.src) {
        if (!this.box) this.content.append(...[...this.children].filter((child) => !child.matches('ui-title-bar')));
        return this.content;
      }
      this.frame ??= Object.assign(document.createElement('iframe'), { src: this.src, title: 'Dialog' });
      return this.frame;
    }
  },
);

const modalById = (id) => {
  const found = document.getElementById(id);
  if (!found?.show) throw new Error(`There is no ui-modal with the id ${id}.`);
  return found;
};
export const modal = {
  show: async (id) => modalById(id).show(),
  hide: async (id) => modalById(id).hide(),
  toggle: async (id) => modalById(id).toggle(),
};
