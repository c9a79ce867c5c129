import { IndexFilters, IndexFiltersMode, type IndexFiltersProps } from '@shopify/polaris';
import { useState } from 'react';
import { customerSorts } from '~/domain/customers/view';
import { day, money } from '~/ui/format';
import { oneDay, oneNumber, oneOf, useTyped } from '~/ui/list-filters';
import { statusBadge, statusChoices } from '~/ui/statuses';
import type { CustomerChoices } from './choices';

const sortOptions = [
  { label: 'Last order', value: 'last_order desc', directionLabel: 'Newest first' },
  { label: 'Value', value: 'value desc', directionLabel: 'Highest first' },
  { label: 'Orders', value: 'orders desc', directionLabel: 'Most first' },
] satisfies IndexFiltersProps['sortOptions'];

const addOnWords = { with: 'Bought add-ons', without: 'Never bought an add-on' };

/** Search, filters and order of the customers list. Every choice is part of the address. */
export function CustomerFilters(props: {
  choices: CustomerChoices;
  currency: string;
  waiting: boolean;
  onChoose: (change: Partial<CustomerChoices>) => void;
}) {
  const { choices, currency, waiting, onChoose } = props;
  const [mode, setMode] = useState<IndexFiltersMode>(
    isNarrowed(choices) ? IndexFiltersMode.Filtering : IndexFiltersMode.Default,
  );
  const [typed, setTyped] = useTyped(choices.q, (q) => onChoose({ q }));

  const filters: IndexFiltersProps['filters'] = [
    oneOf('segment', 'Segment', statusChoices('segment'), choices.segment, (segment) => onChoose({ segment })),
    oneOf(
      'addOn',
      'Add-ons',
      Object.entries(addOnWords).map(([value, label]) => ({ value, label })),
      choices.addOn,
      (addOn) => onChoose({ addOn: addOn === 'with' || addOn === 'without' ? addOn : '' }),
    ),
    oneNumber('orders', 'Orders at least', choices.orders, (orders) => onChoose({ orders })),
    oneNumber('value', 'Value at least', choices.value, (value) => onChoose({ value })),
    oneDay('from', 'Last order from', choices.from, (from) => onChoose({ from })),
    oneDay('to', 'Last order to', choices.to, (to) => onChoose({ to })),
  ];

  const applied: NonNullable<IndexFiltersProps['appliedFilters']> = [];
  const apply = (key: keyof CustomerChoices, label: string) => {
    if (choices[key]) applied.push({ key, label, onRemove: () => onChoose({ [key]: '' }) });
  };
  apply('segment', `Segment: ${statusBadge('segment', choices.segment).text}`);
  if (choices.addOn) apply('addOn', addOnWords[choices.addOn]);
  apply('orders', `At least ${choices.orders} orders`);
  if (choices.value) apply('value', `Value at least ${money(choices.value, currency)}`);
  apply('from', `Last order from ${day(choices.from)}`);
  apply('to', `Last order to ${day(choices.to)}`);

  return (
    <IndexFilters
      queryValue={typed}
      queryPlaceholder="Search e-mail, phone or customer id"
      onQueryChange={setTyped}
      onQueryClear={() => setTyped('')}
      onClearAll={() => onChoose({ q: '', segment: '', orders: '', value: '', addOn: '', from: '', to: '' })}
      cancelAction={{ onAction: () => setTyped(''), disabled: false, loading: false }}
      tabs={[{ id: 'all', content: 'All', panelID: 'customers' }]}
      selected={0}
      sortOptions={sortOptions}
      sortSelected={[`${choices.sort} desc`]}
      onSort={([chosen]) => onChoose({ sort: customerSorts.find((sort) => chosen?.startsWith(sort)) ?? 'last_order' })}
      filters={filters}
      appliedFilters={applied}
      mode={mode}
      setMode={setMode}
      loading={waiting}
      canCreateNewView={false}
    />
  );
}

function isNarrowed({ sort: _sort, ...filters }: CustomerChoices): boolean {
  return Object.values(filters).some((value) => value !== '');
}
