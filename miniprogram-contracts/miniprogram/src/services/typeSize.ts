/** 标准 / 大 / 特大; the name is a class of every page's root. */
export type TypeSize = 'standard' | 'large' | 'huge';

export const typeSizes: readonly TypeSize[] = ['standard', 'large', 'huge'];

const storageKey = 'scandeputy.typeSize';

export function typeSize(): TypeSize {
  const kept: unknown = wx.getStorageSync(storageKey);
  return typeSizes.find((size) => size === kept) ?? 'standard';
}

export function keepTypeSize(size: TypeSize): void {
  wx.setStorageSync(storageKey, size);
}
