// The admin's half of the bridge, as the platform's own library expects it: messages {type, name, value}, answers under
// the same name.
const frame = document.querySelector('iframe');
const { origin, store } = frame.dataset;
const bar = document.querySelector('.save-bar');
const [discard, save] = [bar.querySelector('[data-discard]'), bar.querySelector('[data-save]')];
const answer = (name, value) => frame.contentWindow.postMessage({ type: 'shoplazza_app_bridge', name, value }, origin);
let confirms = false;

save.onclick = () => answer('APP::CONTEXTUAL_SAVE_BAR::SAVE');
discard.onclick = () => {
  if (!confirms || confirm('Leave without saving?')) answer('APP::CONTEXTUAL_SAVE_BAR::DISCARD');
};

function dress(button, { text, disabled, loading }) {
  button.textContent = text;
  button.disabled = disabled || loading;
}

const heard = {
  'APP::GET_SESSION_TOKEN': async (clientId) => {
    const reply = await fetch(`/admin/token?${new URLSearchParams({ client_id: clientId, store })}`);
    answer('APP::GET_SESSION_TOKEN', reply.ok ? (await reply.json()).token : null);
  },
  'APP::REDIRECT': (path) => {
    if (typeof path === 'string' && path.startsWith('/')) location.href = `/admin${path}`;
  },
  'APP::CONTEXTUAL_SAVE_BAR::SHOW': () => {
    bar.hidden = false;
  },
  'APP::CONTEXTUAL_SAVE_BAR::HIDE': () => {
    bar.hidden = true;
  },
  'APP::CONTEXTUAL_SAVE_BAR::SAVE_ACTION': ({ contextualSaveBar }) => dress(save, contextualSaveBar.saveAction),
  'APP::CONTEXTUAL_SAVE_BAR::DISCARD_ACTION': ({ contextualSaveBar: { discardAction } }) => {
    confirms = discardAction.discardConfirmationModal === true;
    dress(discard, discardAction);
  },
};

addEventListener('message', (event) => {
  if (event.source !== frame.contentWindow || event.origin !== origin) return;
  if (event.data?.type === 'shoplazza_app_bridge') heard[event.data.name]?.(event.data.value);
});
