export const reportTexts = {
  followed: '已关注',
  keptTitle: '已存在手机里',
  kept: '现在没有网络。这份反映已存在手机里，有网后自动提交，不会重复；在“我的反映”里可以看到。',
  nothingMasked: '没有发现身份证号、银行卡号、电话、微信、QQ 或车牌号码。',
  hidden: '公开时自动隐去，经办的人看得到',
  shown: '公开后别人看得到',
};
