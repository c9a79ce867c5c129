import { isLosslessNumber, parse } from 'lossless-json';
import { normaliseEmail, normalisePhone } from '../domain/orders/person';

/**
 * Whom a raw body speaks of, whatever its platform and shape: found by the shape of values and the names of
 * fields, so that bodies nobody can read as an order (dead letters) are searched as well.
 */
export type PersonsIn = { orderIds: string[]; customerIds: string[]; emails: string[]; phones: string[] };

const address = /[^\s"'<>()[\],;:\\/=?&]+@[^\s"'<>()[\],;:\\/=?&]+\.[\p{L}\p{N}-]{2,}/gu;

/** A raw body as JSON without losing digits; undefined when it is none. */
export function parseRaw(body: string): unknown {
  try {
    return parse(body);
  } catch {
    return undefined;
  }
}

/** Every order, customer, e-mail address and phone number that a parsed body names. */
export function personsIn(document: unknown): PersonsIn {
  const found = {
    orderIds: new Set<string>(),
    customerIds: new Set<string>(),
    emails: new Set<string>(),
    phones: new Set<string>(),
  };
  if (isObject(document)) {
    const id = bareId(document.id);
    const isPerson = 'first_name' in document || 'firstName' in document;
    if (id) (isPerson ? found.customerIds : found.orderIds).add(id);
  }
  walk(document, (key, value, parentKey) => {
    if (/^order_?id$/i.test(key) || (/^id$|^admin_graphql_api_id$/.test(key) && parentKey === 'order'))
      add(found.orderIds, bareId(value));
    if (/^customer_?id$/i.test(key) || (key === 'id' && parentKey === 'customer'))
      add(found.customerIds, bareId(value));
    if (typeof value !== 'string') return;
    for (const email of emailsInText(value)) add(found.emails, normaliseEmail(email));
    if (/phone/i.test(key)) add(found.phones, normalisePhone(value));
  });
  return {
    orderIds: [...found.orderIds],
    customerIds: [...found.customerIds],
    emails: [...found.emails],
    phones: [...found.phones],
  };
}

/** The e-mail addresses in text that is not JSON. */
export function emailsInText(text: string): string[] {
  return text.includes('@') ? [...text.matchAll(address)].map(([found]) => found.toLowerCase()) : [];
}

/** The text with every e-mail address in it cut out. */
export function withoutEmails(text: string): string {
  return text.includes('@') ? text.replace(address, '[erased]') : text;
}

/** Calls `visit` for every leaf, with the key it stands under and the key of the object around it. */
export function walk(
  value: unknown,
  visit: (key: string, value: unknown, parentKey: string) => void,
  key = '',
  parentKey = '',
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit, key, parentKey);
  else if (isObject(value)) for (const [name, inner] of Object.entries(value)) walk(inner, visit, name, key);
  else visit(key, value, parentKey);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isLosslessNumber(value);
}

/** An id without the dress of a global id. */
function bareId(value: unknown): string | null {
  if (isLosslessNumber(value)) return value.value;
  if (typeof value !== 'string' || value === '') return null;
  return value.replace(/^gid:\/\/\w+\/\w+\//, '').replace(/\?.*$/, '');
}

function add(set: Set<string>, value: string | null): void {
  if (value) set.add(value);
}
