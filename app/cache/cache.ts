import type { z } from 'zod';

/**
 * The key-value cache. Everything in it can be had again from the database: it may be slow, empty or gone at any time,
 * and nothing correct depends on it. Values are plain JSON; keys have up to 500 characters and begin with
 * what they are of ("as-known:STORE:...").
 */
export type Cache = {
  /** The value, if there is one that has the shape; null for none, for an expired one, and when the cache is in trouble. */
  get<T>(key: string, shape: z.ZodType<T>): Promise<T | null>;
  /** Keeps a value for so long, by default as CACHE_DEFAULT_EXPIRATION_MINUTES says. Trouble is logged and forgotten. */
  set(key: string, value: unknown, seconds?: number): Promise<void>;
  /** Removes a value or a counter. */
  remove(key: string): Promise<void>;
  /** Whether there is a value or a counter of this name. */
  exists(key: string): Promise<boolean>;
  /**
   * Adds to a counter, which begins at 0 and is a name apart from values, and gives the sum; of any number of callers in
   * any number of processes each sees another one.
   * @param seconds how long the counter lives from its first increment; for ever without it
   * @throws what the provider throws: a count cannot be guessed
   */
  increment(key: string, by?: number, seconds?: number): Promise<number>;
  /** Lets go of files and connections. */
  close(): Promise<void>;
};

/** What a provider brings: a place for texts (the shape Keyv asks for) and a place for counters. */
export type Provider = {
  texts: {
    get(key: string): Promise<string | undefined> | string | undefined;
    set(key: string, text: string, milliseconds?: number): unknown;
    delete(key: string): Promise<boolean> | boolean;
  };
  counters: {
    add(key: string, by: number, seconds: number | undefined): Promise<number> | number;
    has(key: string): Promise<boolean> | boolean;
    remove(key: string): Promise<void> | void;
  };
  close(): Promise<void> | void;
};
