import { newKey, type Clock } from '../environment';
import type { Answer, Api, CallOptions, PathsOf } from './operations';

/**
 * One thing that a person wants done, however often they tap: make it when the page or form opens. Taps while it runs, and after it has succeeded
 * with the same content, share one call and one answer. After a failure the same content goes with the same key, so that what did arrive is not done
 * a second time; changed content has a key of its own.
 */
export interface Action {
  readonly running: boolean;
  run<T>(content: unknown, work: (key: string) => Promise<T>): Promise<T>;
  post<P extends PathsOf<'post'>>(path: P, options: CallOptions<P, 'post'>): Promise<Answer<P, 'post'>>;
}

export function newAction(api: Api, clock: Clock): Action {
  let last: { content: string; key: string; result: Promise<unknown> | undefined } | undefined;
  let pending: Promise<unknown> | undefined;

  const run = <T>(content: unknown, work: (key: string) => Promise<T>): Promise<T> => {
    if (pending !== undefined) return pending as Promise<T>;
    const written = JSON.stringify(content ?? null);
    if (last?.content !== written) last = { content: written, key: newKey(clock), result: undefined };
    if (last.result !== undefined) return last.result as Promise<T>;
    const entry = last;
    const result = work(entry.key);
    entry.result = result;
    pending = result.then(
      (answer) => {
        pending = undefined;
        return answer;
      },
      (error: unknown) => {
        pending = undefined;
        entry.result = undefined;
        throw error;
      },
    );
    return pending as Promise<T>;
  };

  return {
    get running() {
      return pending !== undefined;
    },
    run,
    post: <P extends PathsOf<'post'>>(path: P, options: CallOptions<P, 'post'>) =>
      run([path, options], (key) => (api.post as (path: P, options: object) => Promise<Answer<P, 'post'>>)(path, { ...options, key })),
  };
}
