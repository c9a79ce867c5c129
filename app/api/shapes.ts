import { z } from 'zod';
import { segments } from '../domain/customers/segments';
import { entryKinds, entryParts } from '../domain/orders/ledger';
import { paymentMethods } from '../domain/orders/payment-method';
import { alertsShape } from './alert-shapes';
import { stockLevelShape, stockPageShape } from './stock-shapes';
import { webhooksShape } from './webhook-shapes';
import { syncKinds, syncStates } from './words';

/**
 * What the API answers, as schemas: the OpenAPI document is made of them and a test holds real answers against
 * it. Other systems build on these names: they are only ever added to.
 */
const money = z
  .string()
  .regex(/^-?\d+(\.\d+)?$/)
  .describe('Decimal text, exact to the last digit.');
const instant = z.iso.datetime().describe('ISO 8601 in UTC.');
const day = z.iso.date().describe("A day in the store's time zone.");
const text = z.string().nullable();

const totals = z
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

const orderCustomer = z
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

const page = z.object({ next: text.describe('Give it as `after` to read on; null at the end.') });
export const orderPageShape = z.object({ data: z.array(orderShape), page }).meta({ id: 'OrderPage' });

const figures = {
  orders: z.int(),
  grossSales: money,
  discounts: money,
  returns: money,
  netSales: money,
  addOnRevenue: money,
  attachRate: money.describe('Orders with an add-on divided by orders, 0 to 1.'),
  averageOrderValue: money.describe('(gross sales - discounts) / orders'),
  ordersWithAddOn: z.int(),
  addOnUnits: z.int(),
  salesWithAddOn: money,
  averageOrderValueWithAddOn: money,
  averageOrderValueWithoutAddOn: money,
};

const dayFigures = z.object({ day, ...figures }).meta({ id: 'DayFigures' });

export const summaryShape = z
  .object({
    currency: z.string().length(3),
    timeZone: z.string(),
    from: day,
    to: day,
    ...figures,
    days: z.array(dayFigures),
  })
  .meta({ id: 'Summary' });

export const entryShape = z
  .object({
    id: z.string(),
    source: z.enum(['webhook', 'pull', 'file']),
    topic: z.string(),
    objectId: text,
    state: z.enum(['pending', 'processed', 'failed', 'dead']),
    attempts: z.int(),
    reasonClass: text,
    reason: text,
    receivedAt: instant,
    triggeredAt: instant.nullable(),
    nextAttemptAt: instant.nullable(),
    processedAt: instant.nullable(),
    result: text,
  })
  .meta({ id: 'InboxEntry' });
export const inboxPageShape = z.object({ data: z.array(entryShape), page }).meta({ id: 'InboxPage' });

export const syncJobShape = z
  .object({
    id: z.uuid(),
    kind: z.enum(syncKinds),
    state: z.enum(syncStates),
    trigger: z.string(),
    total: z.int().nullable(),
    processed: z.int(),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    error: text,
    waitsForPermission: z.boolean().describe('It goes on by itself once the merchant has opened the app.'),
    createdAt: instant,
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    ratePerSecond: z.number().nullable().describe('Orders per second so far.'),
    secondsLeft: z.number().nullable().describe('At that rate; null when nobody can know.'),
  })
  .meta({ id: 'SyncJob' });

export const syncJobPageShape = z.object({ data: z.array(syncJobShape) }).meta({ id: 'SyncJobs' });
export const syncAskedShape = z
  .object({
    started: z.boolean().describe('false: one of this kind was on its way; it is the job.'),
    job: syncJobShape,
  })
  .meta({ id: 'SyncAsked' });
export const scheduleShape = z
  .object({
    enabled: z.boolean(),
    everyMinutes: z.int(),
    overlapMinutes: z.int(),
    nextAt: instant.nullable().describe('null: it is off, or the first history was not read yet.'),
    last: z.object({ at: instant, state: z.enum(syncStates), failed: z.int(), error: text }).nullable(),
  })
  .meta({ id: 'Schedule' });
export const parityShape = z
  .object({
    proof: z
      .object({
        jobId: z.uuid(),
        scopeFrom: instant.nullable().describe('Orders that changed since then; null: all.'),
        provenTo: instant,
        finishedAt: instant,
        orders: z.int(),
        differences: z.int(),
        repaired: z.int(),
        left: z
          .array(
            z.object({
              platformOrderId: z.string(),
              orderNumber: text,
              cause: z.enum(['missing', 'stale', 'different', 'gone']),
              fields: z.array(z.string()),
            }),
          )
          .describe('Those not mended, at most fifty.'),
      })
      .nullable()
      .describe('null: never compared.'),
  })
  .meta({ id: 'Parity' });
export const retriedShape = z.object({ retried: z.int() }).meta({ id: 'Retried' });

export const syncStatusShape = z
  .object({
    store: z.object({
      platform: z.string(),
      domain: z.string(),
      state: z.enum(['active', 'paused', 'uninstalled']),
      currency: z.string(),
      timeZone: z.string(),
    }),
    inbox: z.object({ pending: z.int(), processed: z.int(), failed: z.int(), dead: z.int() }),
    dataAsOf: instant.nullable().describe('The newest fact that the figures contain.'),
    jobs: z.array(syncJobShape).describe('The last sync jobs, newest first.'),
  })
  .meta({ id: 'SyncStatus' });

export const lineItemsShape = z.object({ data: z.array(orderLineShape) }).meta({ id: 'LineItems' });

const entry = z
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

export const customerShape = z
  .object({
    id: z.uuid(),
    name: text,
    email: text,
    phone: text,
    redacted: z.boolean().describe('The person was erased; the figures stay.'),
    platformCustomerIds: z.array(z.string()),
    currency: z.string().length(3),
    orders: z.int(),
    lifetimeGross: money.describe('Gross sales less discounts.'),
    lifetimeNet: money.describe('The same less returns.'),
    refunded: money,
    averageOrderValue: money,
    addOnRevenue: money,
    ordersWithAddOn: z.int(),
    addOnShare: money.describe('Add-on revenue divided by lifetime net, 0 to 1.'),
    firstOrderAt: instant.nullable(),
    lastOrderAt: instant.nullable(),
    lastActiveAt: instant.nullable(),
    daysBetweenOrders: z.number().nullable(),
    segment: z.enum(segments).nullable(),
    scores: z.object({ recency: z.int(), frequency: z.int(), monetary: z.int() }).nullable(),
  })
  .meta({ id: 'Customer' });
export const customerPageShape = z.object({ data: z.array(customerShape), page }).meta({ id: 'CustomerPage' });
export const customerDetailShape = customerShape
  .extend({
    timeline: z.array(
      z.object({
        at: instant,
        kind: z.string(),
        platformOrderId: z.string(),
        orderNumber: z.string(),
        amount: money.nullable(),
        currency: z.string(),
      }),
    ),
    recentOrders: z.array(orderShape),
  })
  .meta({ id: 'CustomerDetail' });

export const changesShape = z
  .object({
    data: z.array(
      z.object({
        at: instant.describe('When it was learnt.'),
        day: day.describe('The day it counts on.'),
        platformOrderId: z.string(),
        orderNumber: z.string(),
        kind: z.enum(entryKinds),
        title: text,
        change: z.enum(['came', 'went']),
        net: money,
        addOnRevenue: money,
        cause: text,
      }),
    ),
  })
  .meta({ id: 'FigureChanges' });

/** Every shape that has a name of its own in the document. */
export const namedShapes = [
  orderPageShape,
  orderShape,
  totals,
  orderLineShape,
  orderCustomer,
  lineItemsShape,
  ledgerShape,
  entry,
  annotationShape,
  customerPageShape,
  customerShape,
  customerDetailShape,
  changesShape,
  summaryShape,
  dayFigures,
  inboxPageShape,
  entryShape,
  syncStatusShape,
  syncJobShape,
  syncJobPageShape,
  syncAskedShape,
  scheduleShape,
  parityShape,
  alertsShape,
  webhooksShape,
  retriedShape,
  stockPageShape,
  stockLevelShape,
];
