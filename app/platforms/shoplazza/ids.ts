import { z } from 'zod';

/** An id as Shoplazza writes one: a UUID, digits, or "11218-00000001"; never a number, some have too many digits. */
export const id = z.string().regex(/^[\w-]{1,100}$/, 'is not an id');
/** No id, an empty one included. */
export const maybeId = z
  .string()
  .nullish()
  .transform((value, context) => {
    if (value === undefined || value === null || value === '') return null;
    const read = id.safeParse(value);
    if (read.success) return read.data;
    context.addIssue({ code: 'custom', message: 'is not an id' });
    return z.NEVER;
  });
