import { z } from 'zod';
import { problemShape } from './problem';
import {
  annotationBody,
  changesQuery,
  customersExportQuery,
  customersQuery,
  inboxQuery,
  noQuery,
  ordersExportQuery,
  ordersQuery,
  pageQuery,
  summaryQuery,
} from './queries';
import {
  annotationShape,
  changesShape,
  customerDetailShape,
  customerPageShape,
  customerShape,
  inboxPageShape,
  ledgerShape,
  lineItemsShape,
  namedShapes,
  orderPageShape,
  orderShape,
  summaryShape,
  syncStatusShape,
} from './shapes';

/** The OpenAPI document, made of the very schemas that check what comes in and describe what goes out. */
type Resource = {
  summary: string;
  query: z.ZodType;
  pathParameter?: { name: string; description: string };
  answer: z.ZodType;
  answers: string;
  /** what it answers with when it is no JSON */
  mediaType?: string;
  put?: { summary: string; body: z.ZodType; answer: z.ZodType; answers: string };
};

const orderId = { name: 'id', description: "The order's id, or the platform's id of it." };
const customerId = { name: 'id', description: "The customer's id." };

export const resources: Record<string, Resource> = {
  '/orders': {
    summary: 'Orders of the store, newest first',
    query: ordersQuery,
    answer: orderPageShape,
    answers: 'One page of orders.',
  },
  '/orders/{id}': {
    summary: 'One order',
    query: noQuery,
    pathParameter: orderId,
    answer: orderShape,
    answers: 'The order.',
    put: {
      summary: "Change the store's own note and tags of an order; what the platform says of it is refused",
      body: annotationBody,
      answer: annotationShape,
      answers: 'The note and the tags as they are now.',
    },
  },
  '/orders/{id}/line-items': {
    summary: 'The lines of one order',
    query: noQuery,
    pathParameter: orderId,
    answer: lineItemsShape,
    answers: 'Its lines, in order.',
  },
  '/orders/{id}/ledger': {
    summary: 'The money of one order as dated entries, outdated ones too',
    query: noQuery,
    pathParameter: orderId,
    answer: ledgerShape,
    answers: 'Entries in the order in which things happened.',
  },
  '/orders/export': {
    summary: 'All orders that the filters let through, as a file',
    query: ordersExportQuery,
    answer: orderShape,
    mediaType: 'text/csv',
    answers: 'CSV, a row per line of an order, sent while it is read.',
  },
  '/customers': {
    summary: 'Customers of the store with what they are worth',
    query: customersQuery,
    answer: customerPageShape,
    answers: 'One page of customers.',
  },
  '/customers/{id}': {
    summary: 'One customer',
    query: noQuery,
    pathParameter: customerId,
    answer: customerDetailShape,
    answers: 'The customer with timeline and newest orders.',
  },
  '/customers/{id}/orders': {
    summary: 'The orders of one customer, newest first',
    query: pageQuery,
    pathParameter: customerId,
    answer: orderPageShape,
    answers: 'One page of orders.',
  },
  '/customers/export': {
    summary: 'All customers that the filters let through, as a file',
    query: customersExportQuery,
    answer: customerShape,
    mediaType: 'text/csv',
    answers: 'CSV, a row per customer, sent while it is read.',
  },
  '/analytics/summary': {
    summary: 'The figures of a stretch of days, in the time zone of the store',
    query: summaryQuery,
    answer: summaryShape,
    answers: 'Orders on the day they were created, refunds on the day they were made.',
  },
  '/analytics/changes': {
    summary: 'What changed the figures of a stretch of days since a time, and what brought it',
    query: changesQuery,
    answer: changesShape,
    answers: 'Changes, the latest first.',
  },
  '/sync/status': {
    summary: 'How complete the copy is',
    query: noQuery,
    answer: syncStatusShape,
    answers: 'The state of the inbox and the last sync jobs.',
  },
  '/inbox': {
    summary: 'What the platform sent, newest first, and what became of it',
    query: inboxQuery,
    answer: inboxPageShape,
    answers: 'One page of entries, without their bodies.',
  },
};

const refusals = {
  400: 'The query is not right; details name each wrong parameter.',
  401: 'No API key, or not a live one.',
  403: "The key's role does not include this.",
  404: 'There is no such thing in this store.',
  429: 'Too many requests; Retry-After says when to come back.',
  500: 'Something went wrong on our side.',
};

export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tagalong',
      version: '1',
      description:
        "The merchant's own data: orders, exact to the last digit, and what add-ons earn. A key belongs to one store and sees nothing else. Money is decimal text, ids are text, times are UTC.",
    },
    servers: [{ url: '/api/v1' }],
    security: [{ apiKey: [] }],
    paths: Object.fromEntries(
      Object.entries(resources).map(([path, resource]) => [
        path,
        { get: operation(resource), ...(resource.put && { put: putOperation(resource) }) },
      ]),
    ),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, tgl_...' } },
      schemas: componentSchemas(),
    },
  };
}

function operation(resource: Resource) {
  const query = z.toJSONSchema(resource.query, { io: 'input', unrepresentable: 'any' });
  const parameters = Object.entries(query.properties ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schema as { description?: string };
    const required = query.required?.includes(name) ?? false;
    return { name, in: 'query', required, ...(description ? { description } : {}), schema: rest };
  });
  const inPath = resource.pathParameter
    ? [{ ...resource.pathParameter, in: 'path', required: true, schema: { type: 'string' } }]
    : [];
  return {
    summary: resource.summary,
    parameters: [...inPath, ...parameters],
    responses: {
      200: {
        description: resource.answers,
        content: resource.mediaType
          ? { [resource.mediaType]: { schema: { type: 'string' } } }
          : json(reference(resource.answer)),
      },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: json(reference(problemShape)) },
        ]),
      ),
    },
  };
}

function putOperation({ put, pathParameter }: Resource) {
  if (!put) return undefined;
  const { $schema: _, ...schema } = z.toJSONSchema(put.body, { io: 'input', unrepresentable: 'any' });
  return {
    summary: put.summary,
    parameters: pathParameter ? [{ ...pathParameter, in: 'path', required: true, schema: { type: 'string' } }] : [],
    requestBody: { required: true, content: json(schema) },
    responses: {
      200: { description: put.answers, content: json(reference(put.answer)) },
      409: { description: 'Somebody wrote meanwhile; read and try again.', content: json(reference(problemShape)) },
      ...Object.fromEntries(
        Object.entries(refusals).map(([status, description]) => [
          status,
          { description, content: json(reference(problemShape)) },
        ]),
      ),
    },
  };
}

function json(schema: unknown) {
  return { 'application/json': { schema } };
}

function reference(shape: z.ZodType) {
  return { $ref: `#/components/schemas/${nameOf(shape)}` };
}

function nameOf(shape: z.ZodType): string {
  const name = z.globalRegistry.get(shape)?.id;
  if (!name) throw new Error('a shape of the API needs a name');
  return name;
}

function componentSchemas(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>();
  for (const shape of [problemShape, ...namedShapes]) {
    registry.add(shape, { id: nameOf(shape) });
  }
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'output' });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema, $id, id, ...schema }]) => [name, schema]));
}
