import { type Currencies, type Pair, restAmount } from '../../money';
import { offsetMinutes, offsetText } from '../graphql/shop-view';
import type { StoreRoom } from '../store-room';

/** An id as webhook bodies carry it: a bare number, of any size. */
export function num(id: string): bigint {
  return BigInt(id);
}

export function numOrNull(id: string | null): bigint | null {
  return id === null ? null : BigInt(id);
}

export function moneySet(pair: Pair, of: Currencies) {
  return {
    shop_money: { amount: restAmount(pair.shop, of.currency), currency_code: of.currency },
    presentment_money: {
      amount: restAmount(pair.presentment, of.presentmentCurrency),
      currency_code: of.presentmentCurrency,
    },
  };
}

export function shopAmount(pair: Pair, of: Currencies): string {
  return restAmount(pair.shop, of.currency);
}

/** A moment as webhook bodies write it: in the store's own time zone. */
export function localTime(room: StoreRoom, at: string): string;
export function localTime(room: StoreRoom, at: string | null): string | null;
export function localTime(room: StoreRoom, at: string | null): string | null {
  if (at === null) return null;
  const time = new Date(at);
  const minutes = offsetMinutes(room.doc().timeZone, time);
  return `${new Date(time.getTime() + minutes * 60_000).toISOString().slice(0, 19)}${offsetText(minutes)}`;
}

const rawJson = (JSON as unknown as { rawJSON(text: string): unknown }).rawJSON;

/** JSON text in which bigints are bare numbers, digit for digit. */
export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? rawJson(one.toString()) : one));
}
