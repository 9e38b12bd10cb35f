import { sharedAddress, newVisitor } from '../../client/testing/world';
import { photo } from '../../client/testing/photos';
import { Phone, type Owner } from '../../client/testing/wx';
import { Mini } from './mini';

/** Of the demo's WeChat. */
export const templates = { progress: 'DemoProgress000000000000000000000000000000', work: 'DemoWork00000000000000000000000000000000000' };

export const miniOf = (owner: Owner = newVisitor()): Mini => new Mini(new Phone(sharedAddress(), owner), templates);

export async function stationCode(): Promise<string> {
  const listed = (await (await fetch(`${sharedAddress()}/sandbox/station-codes`)).json()) as { items: { code: string }[] };
  return listed.items[0]?.code ?? '';
}

/** Moves the server's clock and lets happen what is due. */
export async function advance(duration: string): Promise<void> {
  const answer = await fetch(`${sharedAddress()}/sandbox/clock`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ advance: duration }) });
  if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
}

/** A station's administrator opens a time of day, every day, that one person can book. */
export async function receives(station: string): Promise<void> {
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const answer = await fetch(sharedAddress() + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${String(answer.status)} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
  const { accessToken } = await post('/sandbox/personas/admin-1/token', {});
  const rule = { station, recurrence: '每天', startsOn: '2026-11-01', times: ['09:00-10:00'], capacity: 1, dayOff: 'kept' };
  await post('/api/v1/admin/reception-rules', rule, { Authorization: `Bearer ${String(accessToken)}` });
  await advance('PT1M');
}

let reports = 0;

/** Somebody new scans the plate at the door and reports. Gives the phone, with the receipt on its screen. */
export async function reported(more: { photos?: number; public?: boolean; text?: string } = {}): Promise<{ mini: Mini; id: string }> {
  const mini = miniOf();
  await mini.open(`pages/station/station?scene=${encodeURIComponent(await stationCode())}`);
  await mini.tap('report');
  const open = mini.data<{ id: string }[]>('open');
  await mini.tap('category', { value: open[0]?.id ?? '' });
  await mini.write('text', more.text ?? `路口的路灯坏了三天，晚上老人出门不安全，请尽快维修。第 ${String(++reports)} 处，${String(process.pid)}。`);
  if (more.public === true) await mini.tap('tick', { name: 'isPublic' });
  for (let i = 0; i < (more.photos ?? 0); i++) await mini.tap('addPhotos', {}, { paths: [mini.phone.addPhoto(`p${String(i)}`, photo())] });
  await mini.tap('submit');
  // What is alike was shown; it is another matter.
  if (mini.page.route === 'pages/report/report') await mini.tap('submit');
  return { mini, id: mini.data<string>('id') };
}

/** Opens the case on somebody's phone, makes a move on its form, and is back on the case. */
export async function move(mini: Mini, id: string, name: string, values: Record<string, string | string[]> = {}): Promise<void> {
  await mini.open(`pages/case/case?id=${id}`);
  await mini.tap('act', { move: name });
  for (const [field, value] of Object.entries(values)) await mini.tap('change', {}, { name: field, value });
  await mini.tap('submit');
}

export const screenOf = <T = { status: string; actions: { move: string }[] }>(mini: Mini): T => mini.data<T>('c');

/** Which persona's work list has the case. */
export async function holderOf(id: string, personas: readonly string[]): Promise<Mini> {
  for (const persona of personas) {
    const mini = miniOf({ persona });
    await mini.open(`pages/case/case?id=${id}`);
    const screen = mini.data<{ actions: unknown[] } | null>('c');
    if (screen !== null && screen.actions.length > 0) return mini;
  }
  throw new Error(`None of ${personas.join(', ')} can do anything with ${id}.`);
}
