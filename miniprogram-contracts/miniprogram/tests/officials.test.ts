import { holderOf, miniOf, move, reported, screenOf } from '../testing/county';
import type { Mini } from '../testing/mini';

const deputies = ['deputy-1', 'deputy-2', 'deputy-3'];
const agencies = ['agency-1', 'agency-2', 'agency-3'];

const statusOf = (mini: Mini): string => screenOf(mini).status;
const movesOf = (mini: Mini): string[] => screenOf(mini).actions.map((action) => action.move);
const notesOf = (mini: Mini): string[] => screenOf<{ notes: string[] }>(mini).notes;

/** A report that an agency has signed for. */
async function handled(): Promise<{ id: string; resident: Mini; deputy: Mini; government: Mini; agency: Mini }> {
  const { mini: resident, id } = await reported();
  const deputy = await holderOf(id, deputies);
  await move(deputy, id, 'adopt');
  await move(miniOf({ persona: 'committee-1' }), id, 'handover');
  const government = miniOf({ persona: 'government-1' });
  await move(government, id, 'assign');
  const agency = await holderOf(id, agencies);
  await move(agency, id, 'sign');
  return { id, resident, deputy, government, agency };
}

test('A deputy shows a resident to the right door', async () => {
  const { mini, id } = await reported();
  await move(await holderOf(id, deputies), id, 'redirect', { reason: 'notCompetent', destination: 'hotline12345', text: '请拨打 12345 反映，他们当天派单。' });
  await mini.open(`pages/case/case?id=${id}`);
  expect(statusOf(mini)).toBe('已引导至其他渠道');
  expect(screenOf<{ blocks: { heading: string; lines: string[] }[] }>(mini).blocks[0]).toMatchObject({ heading: '建议您这样办', lines: ['去向：12345 政务服务便民热线', '原因：不属于代表建议范围'] });
});

test('A deputy hands a report to another station', async () => {
  const { id } = await reported();
  const deputy = await holderOf(id, deputies);
  await deputy.tap('act', { move: 'transfer' });
  const station = deputy.data<{ stationId: { value: string; label: string }[] }>('choices').stationId[0];
  await deputy.tap('change', {}, { name: 'stationId', value: station?.value });
  await deputy.tap('submit');
  expect(deputy.ui.toasts).toContain('已转交');
});

test('A deputy hands a report to a colleague of the same station', async () => {
  const { id } = await reported();
  const deputy = await holderOf(id, deputies);
  await deputy.tap('act', { move: 'transfer' });
  const colleague = deputy.data<{ deputyId: { value: string; label: string }[] }>('choices').deputyId[0];
  await deputy.tap('change', {}, { name: 'deputyId', value: colleague?.value });
  await deputy.tap('submit');
  expect(deputy.ui.toasts).toContain('已转交');
  const next = await holderOf(id, deputies);
  expect(screenOf<{ steps: { stages: { owner: string }[] }[] }>(next).steps[2]?.stages[0]?.owner).toContain(colleague?.label ?? '?');
});

test('A deputy sees the own reception days', async () => {
  const deputy = miniOf({ persona: 'deputy-1' });
  await deputy.open('pages/me/me');
  await deputy.tap('signIn');
  await deputy.tap('visit', { to: 'days' });
  expect(deputy.page.route).toBe('official/days/days');
  expect(deputy.data('problem')).toBeNull();
  expect(deputy.data<unknown[]>('days').length).toBeGreaterThan(0);
});

test('A deputy goes away with a substitute, and comes back', async () => {
  const deputy = miniOf({ persona: 'deputy-2' });
  await deputy.open('pages/me/me');
  await deputy.tap('signIn');
  await deputy.tap('visit', { to: 'away' });
  expect(deputy.page.route).toBe('official/away/away');
  expect(deputy.data<unknown[]>('absences')).toEqual([]);
  await deputy.tap('submit');
  expect(Object.keys(deputy.data<Record<string, string>>('wrong')).sort()).toEqual(['from', 'substituteId', 'until']);

  const substitute = deputy.data<{ substituteId: { value: string; label: string }[] }>('choices').substituteId[0];
  for (const days of [['2099-05-04', '2099-05-06'], ['2099-05-05', '2099-05-07']]) {
    for (const [name, value] of [['from', days[0]], ['until', days[1]], ['substituteId', substitute?.value]]) await deputy.tap('change', {}, { name, value });
    await deputy.tap('submit');
  }
  const [absence] = deputy.data<{ id: string; days: string; substitute: string; word: string }[]>('absences');
  expect(deputy.data<unknown[]>('absences')).toHaveLength(1);
  expect(absence).toMatchObject({ days: '2099年5月5日（周二） 至 2099年5月7日（周四）', substitute: substitute?.label, word: '还没开始' });
  await deputy.tap('end', { id: absence?.id ?? '' });
  expect(deputy.ui.toasts.slice(-2)).toEqual(['已登记', '已结束']);
  expect(deputy.data<unknown[]>('absences')).toEqual([]);
});

test('The committee office sends an adopted report back, and the deputy sees why', async () => {
  const { id } = await reported();
  const deputy = await holderOf(id, deputies);
  await move(deputy, id, 'adopt');
  await move(miniOf({ persona: 'committee-1' }), id, 'return-to-deputy', { reason: '请补充具体位置。' });
  await deputy.open(`pages/case/case?id=${id}`);
  expect(statusOf(deputy)).toBe('已收到');
  expect(movesOf(deputy)).toContain('adopt');
});

test('An agency asks for more days and for a pause, and the government office decides', async () => {
  const { id, government, agency } = await handled();
  await move(agency, id, 'extension', { days: '5', reason: '灯杆需要定制。' });
  expect(notesOf(agency)).toEqual(['申请延期 5 个工作日：灯杆需要定制。，等政府办审批。']);
  await move(government, id, 'extension-decision', { granted: 'true', note: '同意' });
  await move(agency, id, 'pause', { reason: '等供电公司停电施工。' });
  await move(government, id, 'pause', { reason: '同意暂停' });
  const stage = screenOf<{ steps: { stages: { verdict: string; limit: string }[] }[] }>(government).steps[3]?.stages[0];
  expect(stage).toMatchObject({ verdict: '暂停计时', limit: '10 个工作日，延期 5 个' });
  await move(government, id, 'resume');
  expect(movesOf(government)).not.toContain('resume');
});

test('A deputy merges a report into an earlier one, and its resident goes on with that', async () => {
  const text = `幸福里小区三号楼门前的化粪池井盖松动翘起，老人孩子经过很危险。${String(process.pid)}`;
  const { id: earlier } = await reported({ text });
  const { mini: resident, id } = await reported({ text: `${text}请尽快处理。` });
  const deputy = await holderOf(id, deputies);
  await deputy.tap('act', { move: 'merge' });
  await deputy.tap('submit');
  expect(Object.keys(deputy.data<Record<string, string>>('wrong'))).toEqual(['intoCaseId']);
  const alike = deputy.data<{ intoCaseId: { value: string }[] }>('choices').intoCaseId.map((one) => one.value);
  expect(alike).toContain(earlier);
  expect(alike).not.toContain(id);
  await deputy.tap('change', {}, { name: 'intoCaseId', value: earlier });
  await deputy.tap('change', {}, { name: 'note', value: '同一个井盖，合并办理。' });
  await deputy.tap('submit');
  expect(deputy.ui.toasts).toContain('已并案');
  expect(movesOf(deputy)).toEqual([]);

  await resident.open(`pages/case/case?id=${id}`);
  expect(statusOf(resident)).toBe('已并案');
  await resident.tap('leading');
  expect(resident.data('id')).toBe(earlier);
  expect(statusOf(resident)).toBe('已收到');
});

test('An answer that a deputy does not accept is worked on again until one is accepted', async () => {
  const { id, resident, deputy, agency } = await handled();
  await move(agency, id, 'reply', { outcome: 'inProgress', publicText: '已列入下月计划。', promisedOn: '2027-03-01' });
  await deputy.open(`pages/case/case?id=${id}`);
  await deputy.tap('act', { move: 'reject' });
  await deputy.tap('submit');
  expect(Object.keys(deputy.data<Record<string, string>>('wrong'))).toEqual(['reason']);
  await move(deputy, id, 'reject', { reason: '居民等不了这么久。' });
  expect(deputy.ui.toasts).toContain('已退回');
  await agency.open(`pages/case/case?id=${id}`);
  expect(movesOf(agency)).toContain('reply');
  expect(screenOf<{ steps: { stages: { name: string }[] }[] }>(agency).steps[3]?.stages.at(-1)?.name).toBe('办理（第 2 轮）');

  await move(agency, id, 'reply', { outcome: 'solved', publicText: '已于今天修好，并检查了同一条线路。' });
  await move(deputy, id, 'accept', { note: '现场看过，已修好。' });
  expect(deputy.ui.toasts).toContain('已确认');
  expect(movesOf(deputy)).not.toContain('accept');
  await resident.open(`pages/case/case?id=${id}`);
  expect(movesOf(resident)).toContain('evaluate');
});

test('A form says under its fields what is missing, and one that is out of date says so', async () => {
  const { id, agency } = await handled();
  await agency.tap('act', { move: 'reply' });
  await agency.tap('submit');
  expect(Object.keys(agency.data<Record<string, string>>('wrong')).sort()).toEqual(['outcome', 'publicText']);
  await agency.open(`pages/move/move?id=${id}&move=sign`);
  expect(agency.data('ready')).toBe(false);
  expect(agency.data<string[]>('explained')[0]).toContain('现在不能做了');
});

test('A supervisor sees what is late, orders an answer and gets one', async () => {
  const supervisor = miniOf({ persona: 'supervisor-1' });
  await supervisor.open('official/list/list?filter=overdue');
  const late = supervisor.data<{ due: { look: string } | null }[]>('cards');
  expect(late.length).toBeGreaterThan(0);
  expect(late.every((card) => card.due?.look === 'late')).toBe(true);

  const { id, agency } = await handled();
  await move(supervisor, id, 'supervise', { level: '1', text: '请在期限内办结并报送结果。', answerBy: '2027-01-15' });
  expect(screenOf<{ blocks: { heading: string; pill: string }[] }>(supervisor).blocks).toContainEqual(expect.objectContaining({ heading: '督办单（一级）', pill: '等待答复' }));
  await move(agency, id, 'supervision-answer', { text: '已安排，三天内完成。' });
  await supervisor.open(`pages/case/case?id=${id}`);
  expect(screenOf<{ blocks: { pill: string; lines: string[] }[] }>(supervisor).blocks.at(-1)).toMatchObject({ pill: '', lines: [expect.stringContaining('三天内完成'), expect.any(String)] });
});
