import { isRecord } from '../environment';
import type { ApiError } from '../errors';
import type { RemedyAction } from '../errors';

/**
 * `waiting`: will be sent by itself. `done`: the server has it, `answer` is what it said. `refused`: the server does not take it, the person must
 * mend it (`error` says what) or remove it. `held`: sending it could do it twice or in another's name; `error` says what to check.
 */
export type QueuedState = 'waiting' | 'done' | 'refused' | 'held';

export interface QueuedPhoto {
  /** In the mini-program's own storage, where it outlives the session. */
  path: string;
  key: string;
  id?: string;
}

export interface QueuedError {
  code: string;
  title: string;
  text: string;
  remedy: RemedyAction;
  fields: Record<string, string[]>;
}

export interface QueuedCall {
  id: string;
  /** What the person sees in the list of what waits. */
  label: string;
  state: QueuedState;
  path: string;
  values: Record<string, unknown>;
  body: Record<string, unknown>;
  version?: number;
  key: string;
  photos: QueuedPhoto[];
  /** The account that it belongs to; not known yet of what was written before the first sign-in, which is then its owner's. */
  owner?: string;
  /** Milliseconds since 1970, by the server's clock as far as it was known. */
  addedAt: number;
  /** When it was sent first; from then on the server may have it. */
  triedAt?: number;
  error?: QueuedError;
  answer?: unknown;
}

export const storedError = (error: ApiError): QueuedError => ({
  code: error.code,
  title: error.title,
  text: error.text,
  remedy: error.remedy.action,
  fields: Object.fromEntries(Object.entries(error.fields).map(([name, list]) => [name, [...list]])),
});

export const isQueue = (value: unknown): value is QueuedCall[] =>
  Array.isArray(value) &&
  value.every(
    (item) =>
      isRecord(item) && typeof item['id'] === 'string' && typeof item['key'] === 'string' && typeof item['path'] === 'string' && isRecord(item['body']) && Array.isArray(item['photos']),
  );
