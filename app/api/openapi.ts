import { z } from 'zod';
import { problemShape } from './problem';
import { type Change, commands, type PathParameter, type Resource, resources } from './resources';
import { namedShapes } from './shapes';

/** The OpenAPI document, made of the resources and their schemas. */
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
      [...new Set([...Object.keys(resources), ...Object.keys(commands)])].map((path) => [path, operationsOf(path)]),
    ),
    components: {
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, tgl_...' } },
      schemas: componentSchemas(),
    },
  };
}

function operationsOf(path: string) {
  const [resource, command] = [resources[path], commands[path]];
  return {
    ...(resource && { get: operation(resource) }),
    ...(resource?.put && { put: changeOperation(resource.put, 200, resource.pathParameter) }),
    ...(command && { post: changeOperation(command, 202, command.pathParameter) }),
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

function changeOperation(change: Change, status: 200 | 202, pathParameter?: PathParameter) {
  const { $schema: _, ...schema } = z.toJSONSchema(change.body, { io: 'input', unrepresentable: 'any' });
  const { conflict } = change;
  return {
    summary: change.summary,
    parameters: pathParameter ? [{ ...pathParameter, in: 'path', required: true, schema: { type: 'string' } }] : [],
    requestBody: { required: status === 200, content: json(schema) },
    responses: {
      [status]: { description: change.answers, content: json(reference(change.answer)) },
      ...(conflict ? { 409: { description: conflict, content: json(reference(problemShape)) } } : {}),
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
