import { errorTexts, type ErrorCode } from './generated/errors';
import { isRecord } from './environment';
import { texts } from './texts';

export type { ErrorCode } from './generated/errors';

/** What goes wrong before the server says anything. */
export type LocalErrorCode =
  | 'offline' | 'timeout' | 'cancelled' | 'server_away' | 'unreadable' | 'login_failed' | 'phone_refused' | 'phone_exhausted'
  | 'photo_gone' | 'queue_expired' | 'other_person' | 'storage_full' | 'privacy_refused';

export type RemedyAction = 'retry' | 'signIn' | 'reload' | 'mend' | 'wait' | 'back' | 'photo' | 'tell';

/** What the button under the text does. */
export interface Remedy {
  action: RemedyAction;
  label: string;
}

export interface ApiErrorParts {
  code: ErrorCode | LocalErrorCode | (string & Record<never, never>);
  /** HTTP status; 0 when no answer came. */
  status: number;
  title: string;
  text: string;
  remedy?: RemedyAction;
  fields?: Readonly<Record<string, readonly string[]>>;
  allowed?: readonly string[];
  traceId?: string;
  retryAfter?: number;
  doubtful?: boolean;
}

/** Everything that a call can fail with. `title` and `text` are Chinese and say what to do; they are for people as they are. */
export class ApiError extends Error {
  readonly code: ApiErrorParts['code'];
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly remedy: Remedy;
  /** Of 422: texts for each field, by its name in the request. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Of `move_not_allowed`: the moves that may be made now. */
  readonly allowed: readonly string[];
  /** What the log has the call under; to be shown with "联系管理员". */
  readonly traceId: string | undefined;
  /** Seconds to wait, where the server named them. */
  readonly retryAfter: number | undefined;
  /** The call may have been carried out although no answer came. Sending it again with the same key is safe. */
  readonly doubtful: boolean;

  constructor(parts: ApiErrorParts) {
    super(`${parts.code}: ${parts.text}`);
    Object.setPrototypeOf(this, ApiError.prototype);
    this.name = 'ApiError';
    this.code = parts.code;
    this.status = parts.status;
    this.title = parts.title;
    this.text = parts.text;
    const action = parts.remedy ?? remedyOf(parts.code, parts.status);
    this.remedy = { action, label: texts.remedies[action] };
    this.fields = parts.fields ?? {};
    this.allowed = parts.allowed ?? [];
    this.traceId = parts.traceId;
    this.retryAfter = parts.retryAfter;
    this.doubtful = parts.doubtful ?? false;
  }

  /** The first text of a field, for the line under its input. */
  field(name: string): string | undefined {
    return this.fields[name]?.[0];
  }

  /** Nothing was wrong with the call; the same one may succeed later. */
  get passing(): boolean {
    return this.status === 0 ? ['offline', 'timeout', 'server_away'].includes(this.code) : this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export const isApiError = (error: unknown): error is ApiError => error instanceof ApiError;

/** An error that arose on the phone. */
export function localError(code: LocalErrorCode, doubtful = false, cause?: string): ApiError {
  const { title, detail } = localTexts[code === 'timeout' && !doubtful ? 'timeoutOfReading' : code];
  return new ApiError({ code, status: 0, title, text: detail, doubtful, ...(cause === undefined ? {} : { traceId: cause }) });
}

/** An answer other than 2xx. Whatever stands between phone and server may answer with no problem+json at all. */
export function errorOfAnswer(status: number, body: unknown, retryAfter: number | undefined, doubtful: boolean): ApiError {
  if (!isRecord(body) || typeof body['code'] !== 'string') {
    const { title, detail } = status >= 500 || status === 429 ? texts.server : texts.unreadable;
    return new ApiError({ code: status >= 500 ? 'server_away' : 'unreadable', status, title, text: detail, retryAfter, doubtful });
  }
  const code = body['code'];
  const known = Object.prototype.hasOwnProperty.call(errorTexts, code) ? errorTexts[code as ErrorCode] : undefined;
  return new ApiError({
    code,
    status,
    title: textOf(body['title']) ?? known?.title ?? texts.unreadable.title,
    text: textOf(body['detail']) ?? known?.detail ?? texts.unreadable.detail,
    fields: fieldsOf(body['errors']),
    allowed: listOf(body['allowed']),
    traceId: textOf(body['traceId']),
    retryAfter,
    doubtful,
  });
}

const localTexts: Record<LocalErrorCode | 'timeoutOfReading', { title: string; detail: string }> = {
  offline: texts.offline,
  timeout: texts.timeout,
  timeoutOfReading: texts.timeoutOfReading,
  cancelled: texts.cancelled,
  server_away: texts.server,
  unreadable: texts.unreadable,
  login_failed: texts.login,
  phone_refused: texts.phoneRefused,
  phone_exhausted: texts.phoneExhausted,
  photo_gone: texts.photoGone,
  queue_expired: texts.expired,
  other_person: texts.otherPerson,
  storage_full: texts.storageFull,
  privacy_refused: texts.privacy,
};

const remedies: Readonly<Record<string, RemedyAction>> = {
  offline: 'retry', timeout: 'retry', cancelled: 'retry', server_away: 'retry', unreadable: 'tell', login_failed: 'retry', phone_refused: 'retry', phone_exhausted: 'wait',
  photo_gone: 'photo', queue_expired: 'back', other_person: 'signIn', storage_full: 'retry', privacy_refused: 'retry',
  unauthenticated: 'signIn', wechat_code_invalid: 'retry', not_a_photo: 'photo', internal: 'tell', version_stale: 'reload', version_required: 'reload', move_not_allowed: 'reload',
};

function remedyOf(code: string, status: number): RemedyAction {
  const own = remedies[code];
  if (own !== undefined) return own;
  if (status === 422 || status === 400) return 'mend';
  if (status === 401) return 'signIn';
  if (status === 412 || status === 428) return 'reload';
  if (status === 413 || status === 415) return 'photo';
  if (status === 429) return 'wait';
  return status >= 500 ? 'retry' : 'back';
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value.length > 0 ? value : undefined);

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []);

function fieldsOf(value: unknown): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  if (isRecord(value)) for (const [name, list] of Object.entries(value)) fields[name] = listOf(list);
  return fields;
}
