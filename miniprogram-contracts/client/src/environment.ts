import type { WxApi } from './wx';

// Both exist in the mini-program and in Node; declared here so that the types of neither are needed.
declare function setTimeout(work: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

export interface Clock {
  /** Milliseconds since 1970 as the phone has them, which may be wrong by any amount. */
  now(): number;
  /** Returns what stops it. */
  after(milliseconds: number, work: () => void): () => void;
}

export const phoneClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, work) {
    const timer = setTimeout(work, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

export const wait = (clock: Clock, milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });

export interface KeyValueStorage {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export const phoneStorage = (wx: Pick<WxApi, 'getStorageSync' | 'setStorageSync' | 'removeStorageSync'>): KeyValueStorage => ({
  get(key) {
    const value = wx.getStorageSync(key);
    return typeof value === 'string' && value.length > 0 ? value : undefined;
  },
  set(key, value) {
    wx.setStorageSync(key, value);
  },
  remove(key) {
    wx.removeStorageSync(key);
  },
});

/** JSON under one key. What cannot be read (an older version's, a half-written one) counts as absent. */
export function readStored<T>(storage: KeyValueStorage, key: string, isValid: (value: unknown) => value is T): T | undefined {
  const text = storage.get(key);
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
let made = 0;

/** For idempotency keys, which the server keeps apart by account: no two alike on one phone, not a secret. */
export function newKey(clock: Clock): string {
  made = (made + 1) % 1_679_616;
  let random = '';
  for (let i = 0; i < 16; i++) random += alphabet.charAt(Math.floor(Math.random() * alphabet.length));
  return `${clock.now().toString(36)}-${made.toString(36)}-${random}`;
}

export const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
