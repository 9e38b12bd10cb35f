export const reportTexts = {
  followed: '已关注',
  keptTitle: '已存在手机里',
  kept: '现在没有网络。这份反映已存在手机里，有网后自动提交，不会重复；在“我的反映”里可以看到。',
  nothingMasked: '没有发现身份证号、银行卡号或电话号码。',
};
