export const receptionTexts = {
  cancelled: '已取消',
  noBooking: '不用预约，可直接到站',
  full: '已约满，可候补',
  free: (count: number) => `还可约 ${count} 人`,
  taken: (taken: number, of: number) => `已约 ${taken} 人，最多 ${of} 人`,
  book: '预约',
  wait: '候补',
  booked: '已预约',
  waiting: (place: number) => `候补第 ${place} 位`,
  waitingText: '有人取消时按先后顺序递补，递补上会通知您。',
  bookedText: (station: string) => `请按时到${station}。不能来请提前取消，让别人可以预约。`,
};
