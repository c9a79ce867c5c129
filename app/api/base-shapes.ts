import { z } from 'zod';

/** What the shapes of the API are made of. */

export const money = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Decimal text, exact to the last digit.');

export const instant = z.iso.datetime().describe('ISO 8601 in UTC.');

export const day = z.iso.date().describe("A day in the store's time zone.");

export const text = z.string().nullable();

export const page = z.object({ next: text.describe('Give it as `after` to read on; null at the end.') });
