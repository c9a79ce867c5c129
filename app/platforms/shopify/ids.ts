import { z } from 'zod';

/** An id of either shape, as the bare digits: `5512` or `gid://shopify/Order/5512`. */
export const id = z
  .string()
  .regex(/^(gid:\/\/shopify\/\w+\/)?[\w-]+(\?.*)?$/, 'is not an id')
  .transform((value) => value.replace(/^gid:\/\/shopify\/\w+\//, '').replace(/\?.*$/, ''));
export const maybeId = id.nullish().transform((value) => value ?? null);
