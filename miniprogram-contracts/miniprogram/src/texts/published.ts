export const publishedTexts = {
  allCategories: '全部类别',
  waiting: '还没有答复。',
  none: '这里还没有公开的反映。',
  noneFound: '没有找到这样的反映，请换一个词或类别。',
  noPlace: '还没有开通的地方。',
  noRate: '暂无',
  rates: [
    { name: 'answered' as const, label: '答复率', n: '已答复', of: '全部反映' },
    { name: 'solved' as const, label: '解决率', n: '已解决', of: '承办单位已答复' },
    { name: 'satisfied' as const, label: '满意率', n: '满意或基本满意', of: '居民已评价' },
    { name: 'closed' as const, label: '办结率', n: '已办结', of: '全部反映' },
  ],
};
