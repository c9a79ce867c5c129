import { z } from 'zod';
import { ruleNames } from '../alerts/rules';

const instant = z.iso.datetime({ offset: true });

/** What a merchant was told of, or would have been. */
export const alertsShape = z
  .object({
    data: z.array(
      z.object({
        id: z.uuid(),
        rule: z.enum(ruleNames),
        title: z.string(),
        cure: z.string().describe('What to do about it.'),
        value: z.int(),
        unit: z.enum(['minutes', 'entries', 'orders', 'jobs']),
        raisedAt: instant,
        recoveredAt: instant.nullable().describe('null: it is not over.'),
      }),
    ),
  })
  .meta({ id: 'Alerts' });
