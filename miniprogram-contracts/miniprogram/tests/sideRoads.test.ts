import { advance, holderOf, miniOf, move, receives, reported, screenOf, stationCode } from '../testing/county';

interface Card {
  id: string;
  followed: boolean;
}

const movesOf = (mini: Parameters<typeof screenOf>[0]): string[] => screenOf(mini).actions.map((action) => action.move);

test('A resident supplements a report and then withdraws it', async () => {
  const { mini, id } = await reported();
  await move(mini, id, 'supplement', { text: '今天又有两盏不亮了。' });
  expect(mini.ui.toasts).toContain('已补充');
  await move(mini, id, 'withdraw', { reason: '已经修好了' });
  expect(screenOf(mini).status).toBe('已撤回');
  expect(movesOf(mini)).toEqual([]);
});

test('What the deputy answers alone can be rated', async () => {
  const { mini, id } = await reported();
  await move(await holderOf(id, ['deputy-1', 'deputy-2', 'deputy-3']), id, 'answer', { text: '已联系路灯所，今晚修好。' });
  await mini.open('pages/mine/mine');
  expect(mini.data<{ id: string; toRate: boolean }[]>('cards').find((card) => card.id === id)?.toRate).toBe(true);
  await move(mini, id, 'evaluate', { grade: 'basicallySatisfied' });
  expect(screenOf(mini).status).not.toBe('代表已答复');
});

test('Who reports what is already reported is shown it, follows it, and can stop following', async () => {
  const text = `沂河路与通达路口东北角下水井盖破损，夜间有人摔倒，请更换。${String(Date.now())}`;
  const first = miniOf();
  await fill(first, text, true);
  await first.tap('submit');
  if (first.page.route === 'pages/report/report') await first.tap('submit');
  const id = first.data<string>('id');
  // What is reported publicly is shown to others when its check is through.
  await advance('PT5M');

  const second = miniOf();
  await fill(second, text, false);
  await second.tap('submit');
  expect(second.page.route).toBe('pages/report/report');
  const similar = second.data<{ id: string }[]>('similar');
  expect(similar.map((one) => one.id)).toContain(id);
  await second.tap('follow', { id });
  expect(second.page.route).toBe('pages/case/case');
  await second.open('pages/mine/mine');
  expect(second.data<Card[]>('cards')).toEqual([expect.objectContaining({ id, followed: true })]);
  await second.open(`pages/case/case?id=${id}`);
  await second.tap('unfollow');
  await second.open('pages/mine/mine');
  expect(second.data<Card[]>('cards')).toEqual([]);
});

test('A resident books a reception, sees it again and cancels it; who comes too late waits', async () => {
  const mini = miniOf();
  await mini.open(`pages/station/station?code=${await stationCode()}`);
  const station = mini.data<string>('stationId');
  await receives(station);
  await book(mini, station);
  expect(mini.data<{ word: string }>('booked').word).toBe('已预约');

  const second = miniOf();
  await book(second, station, '已约满，可候补');
  expect(second.data<{ word: string }>('booked').word).toBe('候补第 1 位');

  await mini.open(`pages/receptions/receptions?station=${station}`);
  expect(mini.data<{ word: string }>('booked').word).toBe('已预约');
  await mini.tap('cancel');
  expect(mini.data('problem')).toBeNull();
  expect(mini.data('booked')).toBeNull();
});

async function book(mini: Parameters<typeof screenOf>[0], station: string, word = '还可约 1 人'): Promise<void> {
  await mini.open(`pages/receptions/receptions?station=${station}`);
  // Not the first one: it may be under way.
  const open = mini.data<{ id: string; bookable: boolean; word: string }[]>('receptions').filter((reception) => reception.bookable && reception.word === word);
  const chosen = word === '还可约 1 人' ? open[2] : open[0];
  await mini.tap('choose', { id: chosen?.id ?? '' });
  for (const [name, value] of Object.entries({ name: '李女士', phone: '13900139000', subject: '小区停车' })) await mini.tap('change', {}, { name, value });
  await mini.tap('book');
}

test('A resident finds a deputy by place, by the name of a place and by name, and opens the station', async () => {
  const mini = miniOf();
  await mini.open(`pages/station/station?code=${await stationCode()}`);
  const deputy = mini.data<{ id: string; name: string }[]>('deputies')[0];
  await mini.open('pages/home/home');
  await mini.tap('find');
  const found = (): string[] => mini.data<{ id: string }[]>('deputies').map((one) => one.id);

  mini.ui.place = { name: '罗庄街道办事处', address: '罗庄区罗庄街道湖东路74号', latitude: 35.000873, longitude: 118.28986 };
  await mini.tap('byPlace');
  expect(mini.data('problem')).toBeNull();
  expect(found().length).toBeGreaterThan(0);

  await mini.tap('choose', { value: 'district' });
  await mini.tap('write', {}, { value: '罗庄街道' });
  await mini.tap('search');
  const district = mini.data<{ code: string; name: string }[]>('districts').find((one) => one.name === '罗庄街道');
  await mini.tap('byDistrict', { code: district?.code ?? '' });
  expect(found().length).toBeGreaterThan(0);

  await mini.tap('choose', { value: 'name' });
  await mini.tap('write', {}, { value: deputy?.name ?? '' });
  await mini.tap('search');
  expect(found()).toContain(deputy?.id);
  const station = mini.data<{ id: string; stations: { code: string }[] }[]>('deputies').find((one) => one.id === deputy?.id)?.stations[0];
  await mini.tap('open', { code: station?.code ?? '' });
  expect(mini.page.route).toBe('pages/station/station');
  expect(mini.phone.network.count('POST /api/v1/auth/wechat')).toBe(0);
});

test('What was published is read, searched and passed on without signing in', async () => {
  const words = `第${String(Date.now())}号灯杆`;
  const author = miniOf();
  await fill(author, `${words}不亮，请修一修。我的电话是13800138000。`, true);
  await author.tap('submit');
  if (author.page.route === 'pages/report/report') await author.tap('submit');
  const id = author.data<string>('id');
  await advance('PT5M');
  await move(await holderOf(id, ['deputy-1', 'deputy-2', 'deputy-3']), id, 'answer', { text: '已联系路灯所，今晚修好。' });

  const mini = miniOf();
  await mini.open('pages/home/home');
  await mini.tap('published');
  expect(mini.page.route).toBe('pages/published/published');
  await mini.tap('choosePlace', { code: '371311' });
  expect(mini.data('problem')).toBeNull();
  expect(mini.data<unknown[]>('rates')).toHaveLength(4);
  await mini.tap('more');
  const shown = (): { number: string; text: string; echo: { text: string } | null }[] => mini.data('cases');
  expect(shown().length).toBeGreaterThan(20);
  await mini.tap('write', {}, { value: words });
  await mini.tap('search');
  expect(shown()).toHaveLength(1);
  expect(shown()[0]?.text).not.toContain('13800138000');
  expect(shown()[0]?.echo?.text).toBe('已联系路灯所，今晚修好。');
  const other = mini.data<{ id: string }[]>('categories').at(-1)?.id ?? '';
  await mini.tap('choose', { id: other });
  expect(shown()).toEqual([]);
  await mini.tap('choose', { id: '' });
  await mini.tap('open', { number: shown()[0]?.number ?? '' });
  expect(mini.page.route).toBe('pages/publishedcase/publishedcase');
  expect(mini.data<{ echo: { text: string } }>('c').echo.text).toBe('已联系路灯所，今晚修好。');
  const card = mini.page.handlers['onShareAppMessage']?.() as { path: string };
  expect(card.path).toContain('jurisdiction=371311');
  expect(mini.phone.network.count('POST /api/v1/auth/wechat')).toBe(0);

  await mini.open(`pages/station/station?code=${await stationCode()}`);
  await mini.tap('published');
  expect(mini.data('place')).toBe('罗庄区');
});

test('The last station is at hand on the first page', async () => {
  const mini = miniOf();
  await mini.open(`pages/station/station?code=${await stationCode()}`);
  const station = mini.data<{ name: string }>('station').name;
  await mini.open('pages/home/home');
  expect(mini.data<{ name: string }>('last').name).toBe(station);
  await mini.tap('again');
  expect(mini.page.route).toBe('pages/station/station');
});

test('A consent counts for one message, and is used up by the one that opens the mini-program', async () => {
  const { mini } = await reported();
  expect(mini.messagesLeft('progress')).toBe(1);
  mini.show({ scene: 1014 });
  expect(mini.messagesLeft('progress')).toBe(0);
});

test('The preview shows what the public will see, without numbers', async () => {
  const mini = miniOf();
  await fill(mini, '楼道堆放杂物，物业不管。我的电话是13800138000，请联系我。', true);
  await mini.tap('look');
  const preview = mini.data<{ text: string; masked: string }>('preview');
  expect(preview.text).not.toContain('13800138000');
  expect(preview.masked).toContain('1 个电话号码');
});

test('Before a report is sent, what it tells of people is shown once', async () => {
  const mini = miniOf();
  await fill(mini, `找过李主任，他说不管，我的电话是13800138000。${String(Date.now())}`, true);
  await mini.tap('submit');
  expect(mini.data<{ kind: string; text: string }[]>('details').map(({ kind, text }) => `${kind}：${text}`)).toEqual(['姓名：李主任', '电话号码：13800138000']);
  expect(mini.phone.network.count('POST /api/v1/cases')).toBe(0);
  await mini.tap('submit');
  expect(mini.page.route).toBe('pages/receipt/receipt');
});

test('What is wrong with a report stands under its field, and nothing typed is lost', async () => {
  const mini = miniOf();
  await fill(mini, '太短', false);
  await mini.tap('submit');
  expect(mini.page.route).toBe('pages/report/report');
  expect(mini.data<Record<string, string>>('wrong')['text']).toBeTruthy();
  expect(mini.data('text')).toBe('太短');
});

test('Without a network a report waits on the phone and is sent once', async () => {
  const mini = miniOf();
  await mini.open('pages/me/me');
  await mini.tap('signIn');
  await fill(mini, `没有信号的山路上护栏断了一段，很危险，请尽快修复。${String(Date.now())}`, false);
  mini.phone.network.connected = false;
  await mini.tap('submit');
  if (mini.data<unknown[]>('similar').length > 0) await mini.tap('submit');
  expect(mini.data<{ title: string }>('problem').title).toBe('已存在手机里');
  mini.phone.network.connected = true;
  await mini.open('pages/mine/mine');
  expect(mini.data('waiting')).toEqual([]);
  expect(mini.data<Card[]>('cards')).toHaveLength(1);
});

test('Two taps on submit make one report', async () => {
  const mini = miniOf();
  await fill(mini, `公交站牌被撞歪，看不清线路，请扶正。${String(Date.now())}`, false);
  await mini.tap('submit');
  if (mini.page.route === 'pages/report/report') await Promise.all([mini.tap('submit'), mini.tap('submit')]);
  expect(mini.phone.network.count('POST /api/v1/cases')).toBe(1);
});

async function fill(mini: Parameters<typeof screenOf>[0], text: string, isPublic: boolean): Promise<void> {
  await mini.open(`pages/report/report?code=${await stationCode()}`);
  await mini.tap('category', { value: mini.data<{ id: string }[]>('open')[1]?.id ?? '' });
  await mini.write('text', text);
  if (isPublic) await mini.tap('tick', { name: 'isPublic' });
}
