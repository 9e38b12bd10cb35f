export const meTexts = {
  sizes: { standard: '标准', large: '大', huge: '特大' },
  bound: '已绑定',
  messages: { lasting: '微信通知：已开通', none: '微信通知：没有剩余次数，提醒只在这里看，或发短信', left: (count: number) => `微信通知：还可以通知您 ${count} 次` },
  leave: { title: '注销账号', content: '注销后立即生效，不能恢复。您反映的事不再公开，也不再关联到您。', confirmText: '注销', cancelText: '不注销' },
  leaveWords: '注销账号',
  left: '账号已注销',
};
