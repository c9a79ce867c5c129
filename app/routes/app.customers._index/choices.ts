import type { CustomerFilter, CustomerSort } from '~/domain/customers/view';
import { customerSorts } from '~/domain/customers/view';
import { addDays, isDay } from '~/domain/shared/day';
import { dayStart } from '../app.orders._index/choices';

/** What the merchant chose on the customers list, as its address carries it. */
export type CustomerChoices = {
  q: string;
  segment: string;
  /** at least this many orders */
  orders: string;
  /** at least this lifetime value */
  value: string;
  addOn: '' | 'with' | 'without';
  /** last order between these days */
  from: string;
  to: string;
  sort: CustomerSort;
};

/** Reads the address; what makes no sense counts as not chosen. */
export function readChoices(params: URLSearchParams): CustomerChoices {
  const text = (name: string) => params.get(name)?.replaceAll('\u0000', '').trim().slice(0, 200) ?? '';
  const dayIn = (name: string) => (isDay(text(name)) ? text(name) : '');
  const addOn = text('addOn');
  return {
    q: text('q'),
    segment: /^[a-z_]{1,40}$/.test(text('segment')) ? text('segment') : '',
    orders: /^\d{1,6}$/.test(text('orders')) ? text('orders') : '',
    value: /^\d{1,12}(\.\d{1,4})?$/.test(text('value')) ? text('value') : '',
    addOn: addOn === 'with' || addOn === 'without' ? addOn : '',
    from: dayIn('from'),
    to: dayIn('to'),
    sort: customerSorts.find((known) => known === params.get('sort')) ?? 'last_order',
  };
}

/** The address of a list with these choices. */
export function customersPath(choices: Partial<CustomerChoices>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) {
    if (value && !(name === 'sort' && value === 'last_order')) params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? '/app/customers' : `/app/customers?${query}`;
}

/** The choices as the filter that the read store knows: days become moments of the store's time zone. */
export function filterOf(choices: CustomerChoices, timeZone: string): CustomerFilter {
  return {
    ...(choices.q ? { search: choices.q } : {}),
    ...(choices.segment ? { segment: choices.segment } : {}),
    ...(choices.orders ? { minOrders: Number(choices.orders) } : {}),
    ...(choices.value ? { minValue: choices.value } : {}),
    ...(choices.addOn ? { hasAddOn: choices.addOn === 'with' } : {}),
    ...(choices.from ? { lastOrderFrom: dayStart(choices.from, timeZone).toISOString() } : {}),
    ...(choices.to ? { lastOrderTo: dayStart(addDays(choices.to, 1), timeZone).toISOString() } : {}),
  };
}
