import { GraphQLError } from 'graphql';
import type { StoreRoom } from '../store-room';
import type { View } from './view';

/** What every resolver may use. */
export type Context = {
  room: StoreRoom;
  /** null: all rights, for calls from inside the practice platform */
  scopes: ReadonlySet<string> | null;
  /** set while a bulk operation reads: connections are then read whole, the root one by range */
  bulk: { from: number; to: number; memo: Map<string, unknown> } | null;
  fileUrl: (file: string) => string;
  startBulk: (query: string, grouped: boolean) => View;
  app: { apiKey: string; scopes: readonly string[] };
};

export type UserError = { field: string[] | null; message: string; code?: string };

/** A mutation that the platform understands but does not do. */
export class Refused extends Error {
  constructor(readonly errors: UserError[]) {
    super(errors[0]?.message ?? 'refused');
  }
}

export function refuse(field: string[] | null, message: string, code?: string): never {
  throw new Refused([code === undefined ? { field, message } : { field, message, code }]);
}

/** The error for a gid that names nothing, as the platform words it for whole requests. */
export function invalidId(id: unknown): GraphQLError {
  return new GraphQLError(`Invalid global id '${String(id)}'`, { extensions: { code: 'RESOURCE_NOT_FOUND' } });
}
