import { holderOf, miniOf, move, reported, screenOf, stationCode, templates } from '../testing/county';

const deputies = ['deputy-1', 'deputy-2', 'deputy-3'];

test('A report goes from the scanned plate to the rating, every step on the mini-program', async () => {
  const { mini: resident, id } = await reported({ photos: 2 });
  expect(resident.page.route).toBe('pages/receipt/receipt');
  expect(resident.data<string>('number')).toMatch(/^LZ-\d{4}-\d{6}$/);
  expect(resident.phone.popups).toEqual([[templates.progress]]);

  const deputy = await holderOf(id, deputies);
  expect(screenOf<{ photos: string[] }>(deputy).photos).toHaveLength(2);
  await move(deputy, id, 'adopt', { suggestionTitle: '关于修复路灯的建议' });
  expect(deputy.ui.toasts).toContain('已采纳');
  expect(screenOf(deputy).status).toBe('代表已采纳');

  await move(miniOf({ persona: 'committee-1' }), id, 'handover');
  const government = miniOf({ persona: 'government-1' });
  await government.open(`pages/case/case?id=${id}`);
  await government.tap('act', { move: 'assign' });
  expect(government.data<string[]>('explained')[0]).toMatch(/^建议主办：/);
  await government.tap('submit');
  expect(screenOf(government).status).toBe('已转办');

  const agency = await holderOf(id, ['agency-1', 'agency-2', 'agency-3']);
  await move(agency, id, 'sign');
  const photo = agency.phone.addPhoto('done', await firstPhoto());
  await agency.tap('act', { move: 'reply' });
  await agency.tap('addPhotos', {}, { paths: [photo] });
  for (const [name, value] of Object.entries({ outcome: 'solved', publicText: '路灯已于今日修好，请查看。' })) await agency.tap('change', {}, { name, value });
  await agency.tap('submit');
  expect(screenOf(agency).status).toBe('已答复');

  await move(deputy, id, 'accept');
  await move(resident, id, 'evaluate', { grade: 'satisfied', text: '很快就修好了' });
  const rated = screenOf<{ status: string; answer: { photos: string[] }; steps: { standing: string }[]; blocks: { heading: string; pill: string }[] }>(resident);
  expect(rated.answer.photos).toHaveLength(1);
  expect(rated.steps.map((step) => step.standing)).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
  expect(rated.blocks).toContainEqual(expect.objectContaining({ heading: '评价', pill: '满意' }));
});

test('Every stage of a case can say why its date is that day', async () => {
  const { mini } = await reported();
  await mini.tap('why');
  expect(mini.page.route).toBe('pages/why/why');
  const days = mini.data<{ counted: boolean; count: string }[]>('days');
  expect(days.filter((day) => day.counted)).toHaveLength(2);
  expect(days[0]?.count).toBe('收到当日，不计');
});

test.each([
  ['the scene of a mini-program code', (code: string) => `pages/station/station?scene=${encodeURIComponent(code)}`],
  ['a plain link scanned in WeChat', (code: string) => `pages/station/station?q=${encodeURIComponent(encodeURIComponent(`https://lz.example.cn/s/${code}`))}`],
  ['a share card', (code: string) => `pages/station/station?code=${code}`],
])('A station opens by %s', async (_, urlOf) => {
  const mini = miniOf();
  await mini.open(urlOf(await stationCode()));
  expect(mini.data<{ name: string }>('station').name).toContain('人大代表');
  expect(mini.data<unknown[]>('deputies').length).toBeGreaterThan(0);
  expect(mini.phone.network.count('POST /api/v1/auth/wechat')).toBe(0);
});

test.each([
  ['typed with small letters and blanks', (code: string) => ({ typed: code.toLowerCase().replace(/(.{4})/g, '$1 ') })],
  ['scanned as a plain link', (code: string) => ({ scanned: { result: `https://lz.example.cn/s/${code}` } })],
  ['scanned as a mini-program code', (code: string) => ({ scanned: { result: '', path: `pages/station/station?scene=${code}` } })],
])('A code is %s on the first page', async (_, given: (code: string) => { typed?: string; scanned?: { result: string; path?: string } }) => {
  const mini = miniOf();
  const { typed, scanned } = given(await stationCode());
  await mini.open('pages/home/home');
  if (typed !== undefined) {
    await mini.write('code', typed);
    await mini.tap('open');
  } else {
    mini.ui.scanned = scanned;
    await mini.tap('scan');
  }
  expect(mini.page.route).toBe('pages/station/station');
  expect(mini.data('station')).not.toBeNull();
});

test('A mistyped code is told at once, without a call', async () => {
  const mini = miniOf();
  await mini.open('pages/home/home');
  await mini.write('code', '2KKNR0MRY4E');
  await mini.tap('open');
  expect(mini.page.route).toBe('pages/home/home');
  expect(mini.data('wrong')).toContain('这不是联络站码');
  expect(mini.phone.network.sent).toEqual([]);
});

async function firstPhoto(): Promise<Uint8Array> {
  const { photo } = await import('../../client/testing/photos');
  return photo();
}

test.each([0, 1, 2])('A report goes to the deputy whom the resident has chosen (%s)', async (which) => {
  const mini = miniOf();
  await mini.open(`pages/report/report?code=${encodeURIComponent(await stationCode())}`);
  const chosen = mini.data<{ id: string; label: string }[]>('deputies')[which];
  await mini.tap('category', { value: mini.data<{ id: string }[]>('open')[0]?.id ?? '' });
  await mini.tap('deputy', { value: chosen?.id ?? '' });
  await mini.write('text', `化武路路口的红绿灯不亮，过马路不安全，请尽快维修。第 ${String(which)} 次，${String(Date.now())}。`);
  await mini.tap('submit');
  if (mini.page.route === 'pages/report/report') await mini.tap('submit');
  const id = mini.data<string>('id');
  expect(await namesOfHolders(id)).toEqual([chosen?.label]);
});

/** Of the station's deputies those who have the case. */
async function namesOfHolders(id: string): Promise<string[]> {
  const names: string[] = [];
  for (const persona of deputies) {
    const mini = miniOf({ persona });
    await mini.open(`pages/case/case?id=${id}`);
    if (mini.data<unknown>('c') === null) continue;
    await mini.open('pages/me/me');
    names.push(mini.data<string>('name'));
  }
  return names;
}
