import { z } from 'zod';
import { findingKinds } from '../addons/finding';
import { money, page, text } from './base-shapes';

/** What the API tells about sold add-ons. */

export const consentShape = z
  .object({
    platformOrderId: z.string(),
    orderNumber: z.string(),
    orderedAt: z.iso.datetime(),
    platformLineId: z.string(),
    addOnId: text,
    title: z.string(),
    quantity: z.int(),
    consent: z
      .object({
        tickedAt: z.iso.datetime().describe("When the shopper ticked, by the shopper's clock."),
        priceShown: z.string().describe('The price beside the tick, as it was written there.'),
        widgetVersion: z.string(),
      })
      .nullable()
      .describe('null: the line came without a proof, for example by a draft order.'),
  })
  .meta({ id: 'Consent' });
export const consentPageShape = z.object({ data: z.array(consentShape), page }).meta({ id: 'ConsentPage' });

export const findingShape = z
  .object({
    orderId: z.string().describe('Its id at /orders/{id}.'),
    platformOrderId: z.string(),
    orderNumber: z.string(),
    createdAt: z.iso.datetime(),
    platformLineId: z.string(),
    addOnId: z.string(),
    title: z.string(),
    kind: z
      .enum(findingKinds)
      .describe(
        'orphan: no product of the order belongs to it; product_gone: its product was given back; not_fulfilled: it should be fulfilled at once, and is not.',
      ),
    reason: z.string().nullable().describe('What the platform said when it refused to fulfil it.'),
    quantity: z.int().describe('Of not_fulfilled: pieces that are fulfilled.'),
    expected: z.int(),
    currency: z.string(),
    proposedRefund: money.describe("By the add-on's policy, for the pieces that are too many."),
  })
  .meta({ id: 'Finding' });
export const findingPageShape = z
  .object({
    data: z.array(findingShape),
    page,
    checked: z.object({ addOnLines: z.int(), findings: z.int() }).describe('Over the last 90 days.'),
  })
  .meta({ id: 'FindingPage' });
