/** The station that was opened last on this phone, so that nobody has to scan its plate twice. */
export interface LastStation {
  code: string;
  name: string;
}

const storageKey = 'scandeputy.lastStation';

export function keepLastStation(code: string, name: string): void {
  wx.setStorageSync(storageKey, `${code} ${name}`);
}

export function lastStation(): LastStation | null {
  const kept: unknown = wx.getStorageSync(storageKey);
  const [, code, name] = typeof kept === 'string' ? (/^(\S+) (.+)$/.exec(kept) ?? []) : [];
  return code === undefined || name === undefined ? null : { code, name };
}
