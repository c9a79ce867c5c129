import { z } from 'zod';
import { problemShape } from './problem';
import { inboxQuery, noQuery, ordersQuery, summaryQuery } from './queries';
import { inboxPageShape, namedShapes, orderPageShape, orderShape, summaryShape, syncStatusShape } from './shapes';

/** The OpenAPI document, made of the very schemas that check what comes in and describe what goes out. */
type Resource = {
  summary: string;
  query: z.ZodType;
  pathParameter?: { name: string; description: string };
  answer: z.ZodType;
  answers: string;
};

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
    pathParameter: { name: 'id', description: "The order's id, or the platform's id of it." },
    answer: orderShape,
    answers: 'The order.',
  },
  '/analytics/summary': {
    summary: 'The figures of a stretch of days, in the time zone of the store',
    query: summaryQuery,
    answer: summaryShape,
    answers: 'Orders on the day they were created, refunds on the day they were made.',
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
      Object.entries(resources).map(([path, resource]) => [path, { get: operation(resource) }]),
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
      200: { description: resource.answers, content: json(reference(resource.answer)) },
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
