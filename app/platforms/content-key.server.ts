import { createHash } from 'node:crypto';

/** A short name of a content, 22 characters: the same content has the same, another has another. */
export function contentKey(content: string): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22);
}
