import type { OrderFilter } from '~/domain/orders/view';
import { addDays, isDay } from '~/domain/shared/day';

/** What the merchant chose on the orders list, as its address carries it. */
export type OrderChoices = {
  q: string;
  view: View;
  payment: string;
  fulfillment: string;
  addOn: string;
  /** a customer's id */
  customer: string;
  from: string;
  to: string;
  day: string;
  /** test orders are part of the list unless they are left out, as they are from figures */
  tests: '' | 'without';
};

export const views = ['all', 'with-add-ons', 'without-add-ons', 'open', 'cancelled'] as const;
export type View = (typeof views)[number];

/** Reads the address; what makes no sense counts as not chosen. */
export function readChoices(params: URLSearchParams): OrderChoices {
  const text = (name: string) => params.get(name)?.replaceAll('\u0000', '').trim().slice(0, 200) ?? '';
  const dayIn = (name: string) => (isDay(text(name)) ? text(name) : '');
  const idIn = (name: string) => (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text(name)) ? text(name) : '');
  const view = views.find((known) => known === params.get('view')) ?? 'all';
  return {
    q: text('q'),
    view,
    payment: text('payment'),
    fulfillment: text('fulfillment'),
    addOn: idIn('addOn'),
    customer: idIn('customer'),
    from: dayIn('from'),
    to: dayIn('to'),
    day: dayIn('day'),
    tests: text('tests') === 'without' ? 'without' : '',
  };
}

/** The address of a list with these choices. */
export function ordersPath(choices: Partial<OrderChoices>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(choices)) {
    if (value && !(name === 'view' && value === 'all')) params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? '/app/orders' : `/app/orders?${query}`;
}

/** The address of the orders behind a figure: figures leave test orders out. */
export function ordersBehind(choices: Partial<OrderChoices>): string {
  return ordersPath({ ...choices, tests: 'without' });
}

/** The choices as the filter that the read store knows: days become moments of the store's time zone. */
export function filterOf(choices: OrderChoices, timeZone: string): OrderFilter {
  const { view } = choices;
  return {
    ...(choices.q ? { search: choices.q } : {}),
    ...(view === 'with-add-ons' ? { hasAddOn: true } : {}),
    ...(view === 'without-add-ons' ? { hasAddOn: false } : {}),
    ...(view === 'open' || view === 'cancelled' ? { status: view } : {}),
    ...(choices.payment ? { financialStatus: choices.payment } : {}),
    ...(choices.fulfillment ? { fulfillmentStatus: choices.fulfillment } : {}),
    ...(choices.addOn ? { addOnId: choices.addOn } : {}),
    ...(choices.customer ? { customerId: choices.customer } : {}),
    ...(choices.from ? { createdFrom: dayStart(choices.from, timeZone).toISOString() } : {}),
    ...(choices.to ? { createdTo: dayStart(addDays(choices.to, 1), timeZone).toISOString() } : {}),
    ...(choices.tests ? { test: false } : {}),
    ...(choices.day ? { day: choices.day } : {}),
  };
}

/** The moment when a day begins in a time zone; where midnight is skipped by a clock change, the first moment after it. */
export function dayStart(day: string, timeZone: string): Date {
  const midnight = new Date(`${day}T00:00:00Z`).getTime();
  // The offset is asked at the guess, and once more where the guess fell on the other side of a clock change.
  const first = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(first, timeZone));
}

function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - instant;
}
