import { z } from 'zod';
import { entryKinds, entryParts } from '../domain/orders/ledger';
import { paymentMethods } from '../domain/orders/payment-method';
import { instant, money, page, text } from './base-shapes';

/** Orders over the API. */

export const totals = z
  .object({
    gross: money.describe('Price times ordered quantity, over lines that are not gift cards.'),
    discounts: money.describe('The sum of discount allocations.'),
    returns: money.describe('Refunded line subtotals less refund discrepancies.'),
    net: money.describe('gross - discounts - returns'),
    shipping: money,
    tax: money,
    tips: money,
    duties: money,
    total: money,
    refunded: money.describe('What went back to the customer.'),
    removed: money.describe('Units that an edit or a cancellation took away without a refund.'),
    balance: money.describe('What the order comes to now, after edits, returns and refunds.'),
    paid: money.describe('What came in, less what went back.'),
  })
  .meta({ id: 'OrderTotals' });

export const orderLineShape = z
  .object({
    platformLineId: z.string(),
    platformProductId: text,
    platformVariantId: text,
    sku: text,
    skuLink: z.enum(['linked', 'waiting', 'none']).describe('Whether the variant is in the catalogue.'),
    title: z.string(),
    variantTitle: text,
    vendor: text,
    fulfillmentStatus: text,
    quantity: z.int(),
    currentQuantity: z.int(),
    unitPrice: money,
    discounts: money,
    net: money,
    isGiftCard: z.boolean(),
    isAddOn: z.boolean(),
    addOnId: text,
    addOnRevenue: money,
    parentPlatformLineId: text,
    tax: money,
    properties: z.array(z.object({ name: z.string(), value: z.string() })),
    presentment: z.object({ unitPrice: money, discounts: money, net: money, addOnRevenue: money }),
  })
  .meta({ id: 'OrderLine' });

export const orderCustomer = z
  .object({
    platformCustomerId: text,
    name: text,
    email: text,
    phone: text,
    redacted: z.boolean().describe("The person was erased at their own or the platform's request."),
  })
  .meta({ id: 'OrderCustomer' });

export const orderShape = z
  .object({
    id: z.string().describe('<platform>_<platformOrderId>'),
    platform: z.string(),
    platformOrderId: z.string(),
    orderNumber: z.string(),
    status: z.string(),
    financialStatus: z.string(),
    fulfillmentStatus: z.string(),
    test: z.boolean(),
    currency: z.string().length(3),
    presentmentCurrency: z.string().length(3),
    createdAt: instant,
    processedAt: instant.nullable(),
    updatedAt: instant,
    cancelledAt: instant.nullable(),
    deletedAt: instant.nullable(),
    paymentMethod: z
      .object({ first: z.enum(paymentMethods), current: z.enum(paymentMethods) })
      .describe('Once cash on delivery, the first stays it.'),
    customer: orderCustomer.nullable(),
    customerId: text.describe('Whose order it is, as /customers names them.'),
    revision: z.int().describe('Counts the changes of the order.'),
    annotation: z
      .object({ note: text, tags: z.array(z.string()), revision: z.int() })
      .describe('What the store itself wrote; PUT changes it.'),
    totals: totals.describe('In shop currency.'),
    addOnRevenue: money,
    presentment: z.object({ totals, addOnRevenue: money }).describe('The same in the currency the shopper saw.'),
    lines: z.array(orderLineShape),
  })
  .meta({ id: 'Order' });

export const orderPageShape = z.object({ data: z.array(orderShape), page }).meta({ id: 'OrderPage' });

export const lineItemsShape = z.object({ data: z.array(orderLineShape) }).meta({ id: 'LineItems' });

export const entry = z
  .object({
    key: z.string(),
    kind: z.enum(entryKinds),
    at: instant.describe('When it happened.'),
    knownFrom: instant,
    knownTo: instant.nullable().describe('Until when it was known so; null: it stands.'),
    cause: text.describe('What brought it.'),
    endCause: text,
    platformLineId: text,
    addOnId: text,
    title: text,
    quantity: z.int(),
    parts: z.partialRecord(z.enum(entryParts), money).describe('Their sum is the total; included tax aside.'),
    total: money.describe('What it adds to what the customer owes.'),
    paid: money,
  })
  .meta({ id: 'LedgerEntry' });

export const ledgerShape = z.object({ currency: z.string().length(3), data: z.array(entry) }).meta({ id: 'Ledger' });

export const annotationShape = z
  .object({ note: text, tags: z.array(z.string()), revision: z.int() })
  .meta({ id: 'Annotation' });
