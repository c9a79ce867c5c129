import type { Chance } from './chance';

/** A version 4 UUID that the seed decides. */
export function randomUUIDFrom(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => chance.between(0, 15).toString(16));
  hex[12] = '4';
  hex[16] = chance.pick(['8', '9', 'a', 'b']);
  const text = hex.join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
}
