import { IndexFilters, IndexFiltersMode, type IndexFiltersProps } from '@shopify/polaris';
import { useState } from 'react';
import { day } from '~/ui/format';
import { oneDay, oneOf, useTyped } from '~/ui/list-filters';
import { statusBadge, statusChoices } from '~/ui/statuses';
import { type OrderChoices, views } from './choices';

const viewNames = {
  all: 'All',
  'with-add-ons': 'With add-ons',
  'without-add-ons': 'Without add-ons',
  open: 'Open',
  cancelled: 'Cancelled',
};

/** Search, views and filters of the orders list. Every choice is part of the address. */
export function OrderFilters(props: {
  choices: OrderChoices;
  addOns: { id: string; title: string }[];
  waiting: boolean;
  onChoose: (change: Partial<OrderChoices>) => void;
}) {
  const { choices, addOns, waiting, onChoose } = props;
  const [mode, setMode] = useState<IndexFiltersMode>(
    isNarrowed(choices) ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const [typed, setTyped] = useTyped(choices.q, (q) => onChoose({ q }));
  const addOnChoices = addOns.map(({ id, title }) => ({ label: title, value: id }));

  const filters: IndexFiltersProps['filters'] = [
    oneOf('payment', 'Payment', statusChoices('financial'), choices.payment, (payment) => onChoose({ payment })),
    oneOf('fulfillment', 'Fulfillment', statusChoices('fulfillment'), choices.fulfillment, (fulfillment) =>
      onChoose({ fulfillment }),
    ),
    ...(addOnChoices.length > 0
      ? [oneOf('addOn', 'Add-on', addOnChoices, choices.addOn, (addOn) => onChoose({ addOn }))]
      : []),
    oneDay('from', 'Created from', choices.from, (from) => onChoose({ from })),
    oneDay('to', 'Created to', choices.to, (to) => onChoose({ to })),
    oneOf('tests', 'Test orders', [{ label: 'Without test orders', value: 'without' }], choices.tests, (tests) =>
      onChoose({ tests: tests === 'without' ? 'without' : '' }),
    ),
    oneDay('day', 'Active on day', choices.day, (one) => onChoose({ day: one })),
  ];

  const applied: NonNullable<IndexFiltersProps['appliedFilters']> = [];
  const apply = (key: keyof OrderChoices, label: string) => {
    if (choices[key]) applied.push({ key, label, onRemove: () => onChoose({ [key]: '' }) });
  };
  apply('payment', `Payment: ${statusBadge('financial', choices.payment).text}`);
  apply('fulfillment', `Fulfillment: ${statusBadge('fulfillment', choices.fulfillment).text}`);
  apply('addOn', `Add-on: ${addOns.find(({ id }) => id === choices.addOn)?.title ?? 'removed'}`);
  apply('from', `From ${day(choices.from)}`);
  apply('to', `To ${day(choices.to)}`);
  apply('customer', 'One customer');
  apply('tests', 'Without test orders');
  apply('day', `Created or refunded on ${day(choices.day)}`);

  return (
    <IndexFilters
      queryValue={typed}
      queryPlaceholder="Search order number, customer, item or SKU"
      onQueryChange={setTyped}
      onQueryClear={() => setTyped('')}
      onClearAll={() =>
        onChoose({ q: '', payment: '', fulfillment: '', addOn: '', customer: '', from: '', to: '', day: '', tests: '' })
      }
      cancelAction={{ onAction: () => setTyped(''), disabled: false, loading: false }}
      tabs={views.map((view) => ({ id: view, content: viewNames[view], panelID: 'orders' }))}
      selected={views.indexOf(choices.view)}
      onSelect={(index) => onChoose({ view: views[index] ?? 'all' })}
      filters={filters}
      appliedFilters={applied}
      mode={mode}
      setMode={setMode}
      loading={waiting}
      canCreateNewView={false}
    />
  );
}

/** Filters in use are shown from the start; views alone need no filter bar. */
function isNarrowed({ view: _view, ...filters }: OrderChoices): boolean {
  return Object.values(filters).some((value) => value !== '');
}
