import { newVisitor, sharedAddress } from '../../../client/testing/world';
import { Phone } from '../../../client/testing/wx';
import { advance, receives, stationCode } from '../../testing/county';
import { takePictures, writeFrame, writeGallery, type Frame } from '../../testing/frames';
import { street } from '../../testing/picture';
import { Screen } from '../../testing/screens';

const frames: Frame[] = [];
let code = '';
let resident: Phone;
let caseId = '';

const phoneOf = (persona: string): Phone => new Phone(sharedAddress(), { persona });

/** Draws a page, looks at what holds for every page, and keeps it for the gallery. */
async function kept(screen: Screen, name: string, size = 'standard'): Promise<Screen> {
  expect(screen.data['problem'] ?? null).toBeNull();
  expect(screen.undescribed()).toEqual([]);
  expect(screen.root.className).toContain(size);
  const frame = screen.frame(name);
  writeFrame(frame);
  frames.push(frame);
  return screen;
}

beforeAll(async () => {
  code = await stationCode();
  resident = new Phone(sharedAddress(), newVisitor());
  const report = await Screen.open(resident, 'pages/report/report', { code });
  await fill(report);
  await report.tap('submit');
  // What it tells of people, and what is alike, is shown once before it is sent.
  if ([...(report.data['details'] as unknown[]), ...(report.data['similar'] as unknown[])].length > 0) await report.tap('submit');
  const mine = await Screen.open(resident, 'pages/mine/mine');
  caseId = (mine.data['cards'] as { id: string }[])[0]?.id ?? '';
  expect(caseId).not.toBe('');
}, 120_000);

afterAll(async () => {
  writeGallery(frames);
  await takePictures(frames);
  // A browser beside others that run: it takes five seconds by itself.
}, 120_000);

async function fill(report: Screen): Promise<void> {
  await report.tap('category', { value: (report.data['open'] as { id: string }[])[0]?.id ?? '' });
  await report.write('title', '化武路路口路灯不亮');
  await report.write('text', '化武路与护城河路口东侧三盏路灯坏了三天，晚上老人出门不安全，请尽快维修。我的电话是13800138000。');
  await report.write('address', '盛庄街道化武路与护城河路口东侧');
  await report.tap('addPhotos', {}, { paths: [resident.addPhoto('lamp', street())] });
  await report.tap('tick', { name: 'isPublic' });
}

test('A resident finds a way in', async () => {
  await kept(await Screen.open(resident, 'pages/home/home'), '01-home');
  const station = await kept(await Screen.open(resident, 'pages/station/station', { code }), '02-station');
  expect(station.text).toContain('我的代表');
});

test('A report is written, previewed and received', async () => {
  const report = await Screen.open(resident, 'pages/report/report', { code });
  await fill(report);
  await report.tap('look');
  await kept(report, '03-report');
  expect(report.text).toContain('1 个电话号码');
  const receipt = await kept(await Screen.open(resident, 'pages/receipt/receipt', { id: caseId }), '04-receipt');
  expect(receipt.text).toContain('受理编号');
});

test('A resident follows a report', async () => {
  await kept(await Screen.open(phoneOf('resident-1'), 'pages/mine/mine'), '05-mine');
  const view = await kept(await Screen.open(resident, 'pages/case/case', { id: caseId }), '06-case');
  expect(view.text).toContain('为什么是这一天');
  await kept(await Screen.open(resident, 'pages/move/move', { id: caseId, move: 'supplement' }), '07-supplement');
  await kept(await Screen.open(resident, 'pages/why/why', { receivedAt: '2026-02-13', workingDays: '10', jurisdiction: '371311' }), '08-why');
});

test('A resident finds deputies by name', async () => {
  const station = await Screen.open(resident, 'pages/station/station', { code });
  const find = await Screen.open(resident, 'pages/find/find');
  await find.tap('choose', { value: 'name' });
  await find.tap('write', {}, { value: (station.data['deputies'] as { name: string }[])[0]?.name ?? '' });
  await find.tap('search');
  await kept(find, '14-find');
  expect((find.data['deputies'] as unknown[]).length).toBeGreaterThan(0);
});

test('A resident sees when deputies receive', async () => {
  const station = await Screen.open(resident, 'pages/station/station', { code });
  await receives(String(station.data['stationId']));
  const receptions = await kept(await Screen.open(resident, 'pages/receptions/receptions', { station: String(station.data['stationId']), name: '罗庄街道人大代表联络站' }), '13-receptions');
  expect((receptions.data['receptions'] as unknown[]).length).toBeGreaterThan(0);
});

test('Everybody reads what was published', async () => {
  await advance('PT5M');
  const wall = await kept(await Screen.open(resident, 'pages/published/published', { jurisdiction: '371311' }), '15-published');
  expect((wall.data['cases'] as unknown[]).length).toBeGreaterThan(0);
  expect(wall.text).toContain('满意或基本满意');
  const number = (wall.data['cases'] as { number: string }[])[0]?.number ?? '';
  const shown = await kept(await Screen.open(resident, 'pages/publishedcase/publishedcase', { jurisdiction: '371311', number }), '16-published-case');
  expect(shown.text).toContain('怎么答复的');
});

test('A resident looks after the account', async () => {
  await kept(await Screen.open(resident, 'pages/me/me'), '09-me');
  await kept(await Screen.open(resident, 'pages/privacy/privacy'), '10-privacy');
});

test.each(['large', 'huge'])('All of it is there in %s type', async (size) => {
  const chosen = new Phone(sharedAddress(), resident.owner);
  const me = await Screen.open(chosen, 'pages/me/me');
  await me.tap('resize', { value: size });
  await kept(await Screen.open(chosen, 'pages/home/home'), `11-home-${size}`, size);
  await kept(await Screen.open(chosen, 'pages/case/case', { id: caseId }), `12-case-${size}`, size);
});

/** Forms worth a look, the fullest first. */
const preferred = ['adopt', 'accept', 'return-to-office', 'reply', 'supervise'];

test.each([
  ['deputy-1', '20-deputy'],
  ['agency-1', '24-agency'],
  ['supervisor-1', '26-supervisor'],
])('%s works from the list', async (persona, name) => {
  const list = await kept(await Screen.open(phoneOf(persona), 'official/list/list', { filter: persona.startsWith('supervisor') ? 'overdue' : 'inbox' }), `${name}-list`);
  const first = (list.data['cards'] as { id: string }[])[0];
  expect(first).toBeDefined();
  const view = await kept(await Screen.open(phoneOf(persona), 'pages/case/case', { id: first?.id ?? '' }), `${name}-case`);
  const move = (view.data['c'] as { actions: { move: string }[] }).actions.find((action) => preferred.includes(action.move))?.move ?? '';
  const form = await kept(await Screen.open(phoneOf(persona), 'pages/move/move', { id: first?.id ?? '', move }), `${name}-move`);
  expect(form.data['ready']).toBe(true);
});

test('A deputy sees the own reception days', async () => {
  await kept(await Screen.open(phoneOf('deputy-1'), 'official/days/days'), '23-days');
});

test('A deputy enters an absence', async () => {
  const away = await Screen.open(phoneOf('deputy-3'), 'official/away/away');
  const [substitute] = (away.data['choices'] as { substituteId: { value: string }[] }).substituteId;
  for (const [name, value] of [['from', '2099-05-04'], ['until', '2099-05-06'], ['substituteId', substitute?.value]]) await away.tap('change', {}, { name, value });
  await away.tap('submit');
  await kept(away, '21-away');
  expect(away.text).toContain('2099年5月4日');
  await away.tap('end', { id: (away.data['absences'] as { id: string }[])[0]?.id ?? '' });
});

test('Notices wait in the program as well', async () => {
  await kept(await Screen.open(phoneOf('supervisor-1'), 'official/alerts/alerts'), '30-alerts');
});
