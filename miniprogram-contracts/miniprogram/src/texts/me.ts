export const meTexts = {
  sizes: { standard: '标准', large: '大', huge: '特大' },
  bound: '已绑定',
};
