export const absenceTexts = {
  running: '正在请假',
  coming: '还没开始',
  back: '今天回来，由我办理',
  cancel: '取消这次请假',
  kept: '已登记',
  ended: '已结束',
};
