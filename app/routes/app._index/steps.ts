/** What of the set-up is done: known from the store's own data, and the last bit from the shop's theme. */
export type SetUp = {
  historyState: 'none' | 'running' | 'done' | 'failed';
  addOns: number;
  published: number;
  /** null: the platform does not say */
  widgetOn: boolean | null;
  sold: boolean;
};

export type Step = {
  id: 'installed' | 'history' | 'add-on' | 'published' | 'widget' | 'sale';
  title: string;
  help: string;
  done: boolean;
  /** where it is done */
  action: { label: string; url: string } | null;
};

/** The steps from an installed app to the first sale, in the order one takes them. */
export function stepsOf(setUp: SetUp): Step[] {
  const { historyState, addOns, published, widgetOn, sold } = setUp;
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
      id: 'widget',
      title: 'Switch on the widget in your theme',
      help: 'Add the Tagalong block to your product page in the theme editor, then save the theme.',
      // A sale through the widget proves it, whatever the platform says about themes.
      done: widgetOn === true || sold,
      action: { label: 'Open theme editor', url: 'theme-editor' },
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

type Activations = { activations?: unknown };

/** True when the platform lists a place in a theme where one of our blocks is; null when it lists no extension at all. */
export function widgetOnIn(extensions: unknown): boolean | null {
  if (!Array.isArray(extensions) || extensions.length === 0) return null;
  const inside = (one: Activations): boolean =>
    Array.isArray(one.activations) &&
    one.activations.some(
      (activation: Activations & { status?: unknown; themeId?: unknown }) =>
        activation.status === 'active' || activation.themeId !== undefined || inside(activation),
    );
  return extensions.some(inside);
}
