import { consentPageShape, consentShape, findingPageShape, findingShape } from './add-on-shapes';
import { alertsShape } from './alert-shapes';
import { customerDetailShape, customerPageShape, customerShape } from './customer-shapes';
import { changesShape, dayFigures, summaryShape } from './figure-shapes';
import {
  annotationShape,
  entry,
  ledgerShape,
  lineItemsShape,
  orderCustomer,
  orderLineShape,
  orderPageShape,
  orderShape,
  totals,
} from './order-shapes';
import { stockLevelShape, stockPageShape } from './stock-shapes';
import {
  entryShape,
  inboxPageShape,
  parityShape,
  retriedShape,
  scheduleShape,
  syncAskedShape,
  syncJobPageShape,
  syncJobShape,
  syncStatusShape,
} from './sync-shapes';
import { webhooksShape } from './webhook-shapes';

/**
 * What the API answers, as schemas (*-shapes.ts): the OpenAPI document is made of them and a test holds real answers
 * against it. Other systems build on these names: they are only ever added to.
 */

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
  consentPageShape,
  consentShape,
  findingPageShape,
  findingShape,
];
