import { z } from 'zod';

/** What a caller is told when there is no answer. Other systems build on this shape: keep it. */
export const problemTypes = [
  'invalid_request',
  'authentication',
  'permission',
  'not_found',
  'conflict',
  'rate_limit',
  'server',
] as const;

export const problemShape = z
  .object({
    error: z.object({
      type: z.enum(problemTypes),
      code: z.string().describe('What exactly is wrong, for programs: does not change with the words of the message.'),
      message: z.string().describe('What is wrong and what to do, for people.'),
      details: z.array(z.object({ field: z.string(), message: z.string() })),
      retryable: z.boolean().describe('True when the same request may succeed later.'),
    }),
  })
  .meta({ id: 'Problem' });

export type Problem = z.infer<typeof problemShape>['error'];

/** An answer that is not the one asked for, with its HTTP status. */
export class Refusal extends Error {
  readonly status: number;
  readonly problem: Problem;
  /** seconds until it may be asked again */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Omit<Problem, 'details' | 'retryable'> & Partial<Problem>, retryAfter?: number) {
    super(problem.message);
    this.status = status;
    this.retryAfter = retryAfter;
    this.problem = { details: [], retryable: false, ...problem };
  }
}

/** 400 for a body; a field that is not ours to change says why. */
export function invalidBody(error: z.ZodError): Refusal {
  const mirrored = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : []));
  const isMirrored = mirrored.length > 0;
  const details = isMirrored
    ? mirrored.map((field) => ({ field, message: 'is what the platform says; change it there and it arrives here' }))
    : error.issues.map((issue) => ({ field: issue.path.join('.') || 'body', message: issue.message }));
  return new Refusal(400, {
    type: 'invalid_request',
    code: isMirrored ? 'mirrored_field' : 'invalid_body',
    message: `The body is not right: ${details.map(({ field, message }) => `${field} ${message}`).join('; ')}.`,
    details,
  });
}

/** 400 for the body of something to be done, one detail per wrong field. */
export function invalidFields(error: z.ZodError): Refusal {
  return wrongInput(error, { name: 'body', unknown: 'is not a field of this body' });
}

/** 400, one detail per wrong parameter. */
export function invalidQuery(error: z.ZodError): Refusal {
  return wrongInput(error, { name: 'query', unknown: 'is not a parameter of this resource' });
}

function wrongInput(error: z.ZodError, input: { name: 'body' | 'query'; unknown: string }): Refusal {
  const details = error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, message: input.unknown }))
      : [{ field: issue.path.join('.') || input.name, message: issue.message }],
  );
  const words = details.map(({ field, message }) => `${field} ${message}`).join('; ');
  return new Refusal(400, {
    type: 'invalid_request',
    code: `invalid_${input.name}`,
    message: `The ${input.name} is not right: ${words}.`,
    details,
  });
}
