import { z } from 'zod';

const instant = z.iso.datetime();

/** How the platform's messages arrived. */
export const webhooksShape = z
  .object({
    days: z.int(),
    verdict: z
      .enum(['none', 'good', 'losing', 'silent'])
      .describe('losing: changes of the last day came without a message; silent: and none came since.'),
    topics: z.array(
      z.object({
        topic: z.string(),
        received: z.int(),
        late: z.int().describe('Came more than a minute after it happened.'),
        averageDelaySeconds: z.number(),
        longestDelaySeconds: z.number(),
        disordered: z.int().describe('Told of something older than what was known.'),
        duplicated: z.int().describe('Came again although it was acknowledged.'),
        missed: z.int().describe('Changes that a pass found before any message told of them.'),
        lost: z.int().describe('Of those, the ones of which no message came since.'),
        lastAt: instant.nullable(),
      }),
    ),
    missed: z
      .array(
        z.object({
          platformOrderId: z.string(),
          orderNumber: z.string().nullable(),
          topic: z.string(),
          changedAt: instant,
          foundAt: instant,
          arrivedAt: instant.nullable().describe('null: no message came.'),
        }),
      )
      .describe('The newest, at most twenty.'),
  })
  .meta({ id: 'Webhooks' });
