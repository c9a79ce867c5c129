// Choosing products and collections, for an admin that has no picker of its own. Answers as App Bridge's picker does.
const style = `
  .tgb-picker { border: 0; border-radius: 12px; padding: 16px; width: min(560px, calc(100vw - 32px)); max-height: calc(100vh - 48px);
  font: 14px/20px Inter, system-ui, sans-serif; color: #303030; }
  .tgb-picker::backdrop { background: rgb(0 0 0 / .5); }
  .tgb-picker h2 { font-size: 16px; margin: 0 0 12px; }
  .tgb-picker input[type=search] { width: 100%; box-sizing: border-box; font: inherit; padding: 8px; border: 1px solid #8a8a8a; border-radius: 8px; }
  .tgb-picker ul { list-style: none; margin: 12px 0; padding: 0; max-height: 50vh; overflow: auto; }
  .tgb-picker li label { display: flex; gap: 12px; align-items: center; padding: 8px 0; min-height: 28px; }
  .tgb-picker footer { display: flex; gap: 8px; justify-content: flex-end; }
  .tgb-picker button { font: inherit; padding: 8px 14px; border-radius: 8px; border: 1px solid #8a8a8a; background: #fff; cursor: pointer; }
  .tgb-picker button[value=take] { background: #303030; color: #fff; border-color: #303030; }`;

const long = { product: 'Product', collection: 'Collection', variant: 'ProductVariant' };
const bare = (id) => String(id).slice(String(id).lastIndexOf('/') + 1);
export async function pick({ type, multiple = false, selectionIds = [] }) {
  const chosen = new Map(selectionIds.map(({ id }) => [bare(id), { title: '' }]));
  const dialog = Object.assign(document.createElement('dialog'), { className: 'tgb-picker' });
  dialog.setAttribute('aria-label', `Choose ${type}s`);
  dialog.innerHTML = `<style>${style}</style><form method="dialog"><h2></h2><input type="search" autofocus><ul></ul><p role="status"></p>
    <footer><button type="button">Cancel</button><button value="take">Choose</button></footer></form>`;
  dialog.querySelector('h2').textContent = `Choose ${type}s`;
  const search = dialog.querySelector('input');
  search.setAttribute('aria-label', `Search ${type}s`);
  const list = dialog.querySelector('ul');
  const status = dialog.querySelector('p');
  let asked = 0;
  const look = async () => {
    const nth = ++asked;
    status.textContent = 'Looking …';
    try {
      const query = new URLSearchParams({ kind: type, text: search.value });
      const reply = await fetch(`/app/catalogue?${query}`);
      if (!reply.ok) throw new Error();
      const { items } = await reply.json();
      if (nth !== asked) return;
      status.textContent = items.length === 0 ? 'Nothing is called so.' : '';
      list.replaceChildren(...items.map(row));
    } catch {
      status.textContent = 'Shoplazza did not answer. Try again.';
    }
  };
  const row = ({ id, title }) => {
    const box = Object.assign(document.createElement('input'), {
      ...{ type: multiple ? 'checkbox' : 'radio', name: 'picked', value: id, checked: chosen.has(id) },
    });
    box.onchange = () => {
      if (!multiple) chosen.clear();
      if (box.checked) chosen.set(id, { title });
      else chosen.delete(id);
    };
    if (chosen.has(id)) chosen.set(id, { title });
    const label = document.createElement('label');
    label.append(box, Object.assign(document.createElement('span'), { textContent: title }));
    const item = document.createElement('li');
    item.append(label);
    return item;
  };
  let typing;
  search.oninput = () => {
    clearTimeout(typing);
    typing = setTimeout(look, 250);
  };
  dialog.querySelector('footer button').onclick = () => dialog.close('');
  // Enter looks for what was typed; it chooses nothing.
  search.onkeydown = (event) => {
    if (event.key === 'Enter') event.preventDefault();
  };
  document.body.append(dialog);
  dialog.showModal();
  void look();
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove();
      if (dialog.returnValue !== 'take') return resolve(undefined);
      const picked = [...chosen].map(([id, { title }]) => ({
        id: `gid://shopify/${long[type]}/${id}`,
        title,
        images: [],
      }));
      resolve(Object.assign(picked, { selection: picked }));
    };
  });
}
