import type { components, paths } from '../generated/api';

/** A named type of the contract, for example `Schema<'CaseView'>`. */
export type Schema<Name extends keyof components['schemas']> = components['schemas'][Name];

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The addresses that take this method. */
export type PathsOf<M extends Method> = { [P in keyof paths]: paths[P][M] extends { responses: unknown } ? P : never }[keyof paths];

type Operation<P extends keyof paths, M extends Method> = NonNullable<paths[P][M]>;

/** Null and absent are the same to the server: what may be null may be left out. */
export type Input<T> = T extends readonly (infer Item)[]
  ? Input<Item>[]
  : T extends object
    ? { [K in keyof T as null extends T[K] ? never : undefined extends T[K] ? never : K]: Input<T[K]> } & {
        [K in keyof T as null extends T[K] ? K : undefined extends T[K] ? K : never]?: Input<T[K]>;
      }
    : T;

type Parameters<O, Where extends string> = O extends { parameters: infer All } ? (Where extends keyof All ? Exclude<All[Where], undefined> : never) : never;

type Body<O> = O extends { requestBody?: infer B } ? (NonNullable<B> extends { content: { 'application/json': infer J } } ? J : never) : never;

type Fields<Name extends string, T> = [T] extends [never] ? Record<never, never> : Record<never, never> extends Input<T> ? { [K in Name]?: Input<T> } : { [K in Name]: Input<T> };

/** Whether a call brings the version that it has seen (`If-Match`). Always allowed; the contract says where it is required. */
type Version<O> = O extends { parameters: { header: { 'If-Match': string } } } ? { version: number } : { version?: number };

export type CallOptions<P extends keyof paths, M extends Method> = Fields<'path', Parameters<Operation<P, M>, 'path'>> &
  Fields<'query', Parameters<Operation<P, M>, 'query'>> &
  Fields<'body', Body<Operation<P, M>>> &
  (M extends 'get' ? Record<never, never> : Version<Operation<P, M>> & { key?: string }) & { timeout?: number };

type Success<R> = R extends { 200: infer A } ? A : R extends { 201: infer A } ? A : R extends { 202: infer A } ? A : never;

/** What the operation answers with; undefined where it answers without content. */
export type Answer<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { responses: infer R } ? (Success<R> extends { content: { 'application/json': infer A } } ? A : undefined) : never;

/** One argument when nothing is required, two otherwise. */
export type CallArguments<P extends keyof paths, M extends Method> =
  Record<never, never> extends CallOptions<P, M> ? [path: P, options?: CallOptions<P, M>] : [path: P, options: CallOptions<P, M>];

/** The operations of the contract, by method and address. */
export interface Api {
  get<P extends PathsOf<'get'>>(...call: CallArguments<P, 'get'>): Promise<Answer<P, 'get'>>;
  post<P extends PathsOf<'post'>>(...call: CallArguments<P, 'post'>): Promise<Answer<P, 'post'>>;
  put<P extends PathsOf<'put'>>(...call: CallArguments<P, 'put'>): Promise<Answer<P, 'put'>>;
  delete<P extends PathsOf<'delete'>>(...call: CallArguments<P, 'delete'>): Promise<Answer<P, 'delete'>>;
}
