/** What of the set-up is done: known from the store's own data, and the last bit from the shop's theme. */
export type SetUp = {
  historyState: 'none' | 'running' | 'done' | 'failed';
  addOns: number;
  published: number;
  placed: Placed;
  /** the merchant says that the embed is on, where the platform does not say */
  embedConfirmed: boolean;
  sold: boolean;
};

/** Which parts of the widget stand in the theme; null: the platform does not say. */
export type Placed = { block: boolean | null; embed: boolean | null };

export type Step = {
  id: 'installed' | 'history' | 'add-on' | 'published' | 'block' | 'embed' | 'sale';
  title: string;
  help: string;
  done: boolean;
  /** where it is done */
  action: { label: string; url: string } | null;
  /** the platform does not say whether it is done: the merchant may */
  merchantSays?: true;
  /** said under the help when the theme was looked at */
  seen?: string;
};

/** The steps from an installed app to the first sale, in the order one takes them. */
export function stepsOf(setUp: SetUp): Step[] {
  const { historyState, addOns, published, placed, embedConfirmed, sold } = setUp;
  return [
    { id: 'installed', title: 'Install Tagalong', help: 'Your store is connected.', done: true, action: null },
    {
      id: 'history',
      title: 'Fetch your order history',
      help: historyHelp[historyState],
      done: historyState === 'done',
      action: { label: 'See progress', url: '/app/sync' },
    },
    {
      id: 'add-on',
      title: 'Create your first add-on',
      help: 'Gift wrap, a warranty, engraving: give it a title, a price and its terms.',
      done: addOns > 0,
      action: { label: 'Create add-on', url: '/app/add-ons/new' },
    },
    {
      id: 'published',
      title: 'Publish it to your shop',
      help: 'An active add-on is published by itself. If that fails, its page says why.',
      done: published > 0,
      action: { label: 'Open add-ons', url: '/app/add-ons' },
    },
    {
      id: 'block',
      title: 'Place the block on your product pages',
      help: 'The theme editor opens with the block "Add-ons" ready beside the product. Move it where you like it, then save.',
      // A sale through the widget proves it, whatever the platform says about themes.
      done: placed.block === true || (placed.block === null && sold),
      action: { label: 'Place the block', url: blockEditor },
      ...seen(placed.block, 'The block is in your published theme.', 'Not in your published theme yet.'),
    },
    {
      id: 'embed',
      title: 'Switch on add-ons in the cart',
      help: 'The theme editor opens at App embeds. Switch on "Add-ons in the cart", then save: in the cart, add-ons follow their products.',
      done: placed.embed ?? embedConfirmed,
      ...(placed.embed === null ? { merchantSays: true as const } : {}),
      action: { label: 'Open App embeds', url: embedEditor },
      ...seen(placed.embed, 'It is on in your published theme.', 'Not on in your published theme yet.'),
    },
    {
      id: 'sale',
      title: 'Sell the first add-on',
      help: 'It shows here within seconds of the order.',
      done: sold,
      action: { label: 'See orders', url: '/app/orders?view=with-add-ons' },
    },
  ];
}

const historyHelp: Record<SetUp['historyState'], string> = {
  none: 'Starts by itself in a moment.',
  running: 'Your orders are on their way. You can go on meanwhile.',
  done: 'All your orders are here.',
  failed: 'It stopped before the end. Start it again on the Sync page; nothing is fetched twice.',
};

/** The state of the history from the backfill runs, newest first. */
export function historyStateOf(runs: { kind: string; state: string }[]): SetUp['historyState'] {
  const states = runs.filter((run) => run.kind === 'backfill').map((run) => run.state);
  if (states.some((state) => state === 'completed' || state === 'completed_with_errors')) return 'done';
  if (states.some((state) => state === 'pending' || state === 'running' || state === 'paused')) return 'running';
  return states.length > 0 ? 'failed' : 'none';
}

/** Where the theme editor is opened for each part; {api key} is the app's own. */
export const blockEditor = 'theme-editor:template=product&addAppBlockId={api key}/add-ons&target=mainSection';
export const embedEditor = 'theme-editor:context=apps&template=cart&activateAppId={api key}/cart';

function seen(placed: boolean | null, yes: string, no: string): { seen?: string } {
  return placed === null ? {} : { seen: placed ? yes : no };
}

type Activations = { handle?: unknown; status?: unknown; themeId?: unknown; activations?: unknown };

/** What the platform's list of extensions says of the published theme. */
export function placedIn(extensions: unknown): Placed {
  const found = Array.isArray(extensions) ? extensions.flatMap((one: Activations) => listOf(one)) : [];
  const placed = (handle: string) => {
    const block = found.find((one) => one.handle === handle);
    if (!block) return null;
    return block.status === 'active' || listOf(block).some((place) => place.themeId !== undefined);
  };
  return { block: placed('add-ons'), embed: placed('cart') };
}

function listOf({ activations }: Activations): Activations[] {
  return Array.isArray(activations) ? activations : [];
}
