import type { Clock } from '../environment';
import { ApiError, localError } from '../errors';
import type { WxApi, WxFailure } from '../wx';

export interface RawCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  header: Record<string, string>;
  data?: string;
  timeout: number;
}

export interface RawAnswer {
  status: number;
  /** Names in lower case. */
  header: Record<string, string>;
  body: unknown;
}

/** One request, one answer of any status; throws only when there was none. */
export type Send = (call: RawCall) => Promise<RawAnswer>;

export interface ServerTime {
  /** Milliseconds since 1970 by the server's clock, as well as it is known: the phone's may be hours off. */
  now(): number;
  observe(date: string | undefined): void;
}

export function serverTime(clock: Clock): ServerTime {
  let offset = 0;
  return {
    now: () => clock.now() + offset,
    observe(date) {
      const instant = date === undefined ? Number.NaN : Date.parse(date);
      // The header has whole seconds and an age; less than this is no fault of the phone's clock.
      if (!Number.isNaN(instant)) offset = Math.abs(instant - clock.now()) < 5000 ? 0 : instant - clock.now();
    },
  };
}

export const sendWith =
  (wx: Pick<WxApi, 'request'>, time: ServerTime): Send =>
  (call) =>
    new Promise((resolve, reject) => {
      wx.request({
        ...call,
        // The text as it came: of an error page that is no JSON, too.
        dataType: 'other',
        success(result) {
          const header = lowerCase(result.header);
          time.observe(header['date']);
          resolve({ status: result.statusCode, header, body: bodyOf(result.data) });
        },
        fail(error) {
          reject(failureOf(error, call.method !== 'GET'));
        },
      });
    });

/** WeChat says "timeout" or "time out"; "interrupted" when the mini-program was in the background for longer than five seconds. */
export function failureOf(error: WxFailure, isWrite: boolean): ApiError {
  return localError(/time\s?out|timed out/i.test(error.errMsg) ? 'timeout' : 'offline', isWrite, error.errMsg);
}

export function bodyOf(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  if (data.length === 0) return undefined;
  try {
    return JSON.parse(data) as unknown;
  } catch {
    return undefined;
  }
}

/** Some versions of the base library give a list where a header came more than once. */
function lowerCase(header: Record<string, unknown>): Record<string, string> {
  const named: Record<string, string> = {};
  for (const [name, value] of Object.entries(header)) {
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') named[name.toLowerCase()] = first;
  }
  return named;
}

export function secondsOf(retryAfter: string | undefined): number | undefined {
  const seconds = retryAfter === undefined ? Number.NaN : Number.parseInt(retryAfter, 10);
  return Number.isNaN(seconds) || seconds < 0 ? undefined : seconds;
}
