/**
 * One value per process, even where two module graphs meet (the server bundle of the pages and the entry
 * that mounts it each have their own copy of a module, but must share one pool).
 */
export function once<T>(name: string, make: () => T): T {
  const shared = globalThis as { [key: symbol]: unknown };
  const symbol = Symbol.for(`tagalong.${name}`);
  if (!(symbol in shared)) shared[symbol] = make();
  return shared[symbol] as T;
}

/** The value, if it was made. */
export function madeBefore<T>(name: string): T | undefined {
  return (globalThis as { [key: symbol]: unknown })[Symbol.for(`tagalong.${name}`)] as T | undefined;
}

/** Forgets the value, for shut-down and tests. */
export function forget(name: string): void {
  delete (globalThis as { [key: symbol]: unknown })[Symbol.for(`tagalong.${name}`)];
}
