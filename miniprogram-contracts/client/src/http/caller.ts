import { newKey, wait, type Clock } from '../environment';
import { ApiError, errorOfAnswer, isApiError, localError } from '../errors';
import { keyedOperations } from '../generated/operations';
import { secondsOf, type RawAnswer, type RawCall, type Send } from './transport';
import type { Api, Method } from './operations';

export interface Timeouts {
  read: number;
  write: number;
  upload: number;
}

export const defaultTimeouts: Timeouts = { read: 10_000, write: 20_000, upload: 60_000 };

/** Who is asking, and what to do when the server does not know them (any more). */
export interface Credentials {
  readonly user: { id: string } | undefined;
  token(): string | undefined;
  /** A token other than the one that was refused. */
  renew(refused: string | undefined): Promise<string>;
}

export interface LooseCall {
  path?: Readonly<Record<string, unknown>> | undefined;
  query?: Readonly<Record<string, unknown>> | undefined;
  body?: unknown;
  version?: number | undefined;
  key?: string | undefined;
  timeout?: number | undefined;
  /** The account that the call belongs to; it is not made in another's name when a sign-in in between leads to one. */
  owner?: string | undefined;
}

/** The waits before the second and the third try. */
const pauses = [400, 1500];
const longestPause = 5000;

/** Fills in the address, sends, signs in again once, tries again where that is safe, and makes errors of refusals. */
export class Caller {
  constructor(
    private readonly baseUrl: string,
    private readonly sendRaw: Send,
    private readonly credentials: Credentials,
    private readonly clock: Clock,
    private readonly timeouts: Timeouts,
  ) {}

  readonly api: Api = {
    get: (path: string, options?: LooseCall) => this.call('get', path, options) as Promise<never>,
    post: (path: string, options?: LooseCall) => this.call('post', path, options) as Promise<never>,
    put: (path: string, options?: LooseCall) => this.call('put', path, options) as Promise<never>,
    delete: (path: string, options?: LooseCall) => this.call('delete', path, options) as Promise<never>,
  };

  async call(method: Method, path: string, options: LooseCall = {}): Promise<unknown> {
    const takesKey = keyedOperations.includes(`${method} ${path}`);
    const isWrite = method !== 'get';
    const header: Record<string, string> = { Accept: 'application/json' };
    if (isWrite && (takesKey || options.key !== undefined)) header['Idempotency-Key'] = options.key ?? newKey(this.clock);
    if (options.version !== undefined) header['If-Match'] = `"${String(options.version)}"`;
    if (options.body !== undefined) header['Content-Type'] = 'application/json; charset=utf-8';
    const call: RawCall = {
      method: method.toUpperCase() as RawCall['method'],
      url: this.baseUrl + addressOf(path, options.path, options.query),
      header,
      timeout: options.timeout ?? (isWrite ? this.timeouts.write : this.timeouts.read),
      ...(options.body === undefined ? {} : { data: JSON.stringify(options.body) }),
    };
    return tryAgain(this.clock, !isWrite || takesKey, () => this.once(call, options.owner));
  }

  /** With a fresh token once if the one at hand is refused. */
  private async once(call: RawCall, owner: string | undefined): Promise<unknown> {
    const token = this.credentials.token();
    let answer = await this.sendRaw(signed(call, token));
    if (answer.status === 401) {
      const renewed = await this.credentials.renew(token);
      if (owner !== undefined && this.credentials.user?.id !== owner) throw localError('other_person', true);
      answer = await this.sendRaw(signed(call, renewed));
    }
    return contentOf(answer, call.method !== 'GET');
  }
}

/** Repeats what failed for a passing reason; a time-out only once more, since each has cost its full time. */
export async function tryAgain<T>(clock: Clock, safe: boolean, work: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const pause = pauses[tries];
      if (!safe || pause === undefined || !isApiError(error) || !error.passing || (error.code === 'timeout' && tries > 0)) throw error;
      const asked = (error.retryAfter ?? 0) * 1000;
      if (asked > longestPause) throw error;
      await wait(clock, Math.max(pause, asked));
    }
  }
}

export function contentOf(answer: RawAnswer, isWrite: boolean): unknown {
  if (answer.status >= 200 && answer.status < 300) return answer.body;
  // Of 5xx nobody knows how far the call came: a gateway may have answered in the server's place.
  throw errorOfAnswer(answer.status, answer.body, secondsOf(answer.header['retry-after']), isWrite && answer.status >= 500);
}

export function signed(call: RawCall, token: string | undefined): RawCall {
  return token === undefined ? call : { ...call, header: { ...call.header, Authorization: `Bearer ${token}` } };
}

export function addressOf(path: string, values: LooseCall['path'], query: LooseCall['query']): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(written(values?.[name])));
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(written(value))}`);
  return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`;
}

function written(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new ApiError({ code: 'unreadable', status: 0, title: '地址有误', text: '页面地址不完整，请返回后重新进入。', remedy: 'back' });
}
