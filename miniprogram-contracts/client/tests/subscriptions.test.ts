import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '../src';
import { clientOf, newPhone, sharedAddress } from '../testing/world';
import type { Phone } from '../testing/wx';

const contract = JSON.parse(readFileSync(join(__dirname, '..', '..', 'templates.json'), 'utf8')) as { templates: { name: string; title: string }[] };

let phone: Phone;
let client: Client;
let progress: string;
let work: string;
beforeAll(async () => {
  const { items } = (await (await fetch(`${sharedAddress()}/sandbox/wechat/templates`)).json()) as { items: { id: string; title: string }[] };
  const idOf = (name: string): string => items.find((item) => item.title === contract.templates.find((template) => template.name === name)?.title)?.id ?? '';
  progress = idOf('progress');
  work = idOf('work');
});
beforeEach(() => {
  phone = newPhone();
  client = clientOf(phone, { templates: { progress, work } });
});

test('asked in a tap: one pop-up, the answers, and what is left is counted', async () => {
  phone.choices.set(work, 'reject');
  expect(await phone.tap(() => client.subscriptions.ask('progress', 'work'))).toEqual({ progress: 'accept', work: 'reject' });
  expect(phone.popups).toEqual([[progress, work]]);
  expect(client.subscriptions.state('progress')).toEqual({ always: undefined, left: 1 });
  await phone.tap(() => client.subscriptions.ask('progress'));
  expect(client.subscriptions.state('progress').left).toBe(2);
  client.subscriptions.received('progress');
  expect(client.subscriptions.state('progress').left).toBe(1);
  expect(client.subscriptions.state('work').left).toBe(0);
});

test('what is left outlives the mini-program', async () => {
  await phone.tap(() => client.subscriptions.ask('progress'));
  const restarted = clientOf(phone.restart(), { templates: { progress, work } });
  expect(restarted.subscriptions.state('progress').left).toBe(1);
});

test('an await before it makes WeChat refuse; what was tapped for goes on', async () => {
  const answers = await phone.tap(async () => {
    await Promise.resolve();
    return client.subscriptions.ask('progress');
  });
  expect(answers).toEqual({ progress: 'unasked', work: 'unasked' });
  expect(phone.popups).toEqual([]);
});

test('"always keep" brings no pop-up any more, and is known before the tap', async () => {
  expect(client.subscriptions.willPrompt('progress')).toBe(true);
  phone.always.set(progress, 'accept');
  await client.subscriptions.refresh();
  expect(client.subscriptions.willPrompt('progress')).toBe(false);
  expect(client.subscriptions.willPrompt('progress', 'work')).toBe(true);
  expect(await phone.tap(() => client.subscriptions.ask('progress'))).toMatchObject({ progress: 'accept' });
  expect(phone.popups).toEqual([]);
  expect(client.subscriptions.state('progress')).toEqual({ always: 'accept', left: 1 });
});

test('with the main switch off nothing is asked, and the page can say so', async () => {
  phone.messagesOn = false;
  await client.subscriptions.refresh();
  expect(client.subscriptions.switchedOff).toBe(true);
  expect(client.subscriptions.willPrompt('progress')).toBe(false);
  expect(await phone.tap(() => client.subscriptions.ask('progress'))).toEqual({ progress: 'unasked', work: 'unasked' });
});

test('a county without templates asks nobody', async () => {
  const bare = clientOf(phone);
  expect(bare.subscriptions.willPrompt('progress')).toBe(false);
  expect(await phone.tap(() => bare.subscriptions.ask('progress'))).toEqual({ progress: 'unasked', work: 'unasked' });
  expect(phone.popups).toEqual([]);
});

test('the same template twice is asked once', async () => {
  await phone.tap(() => client.subscriptions.ask('progress', 'progress', 'work', 'work'));
  expect(phone.popups).toEqual([[progress, work]]);
});

test.each(['ban', 'filter'] as const)('a template that WeChat has taken away is told: %s', async (answer) => {
  phone.choices.set(progress, answer);
  expect(await phone.tap(() => client.subscriptions.ask('progress'))).toMatchObject({ progress: answer });
  expect(client.subscriptions.state('progress').left).toBe(0);
});

/** As the server knows it. */
async function leftOf(name: string): Promise<number | null | undefined> {
  const { templates } = await client.api.get('/api/v1/me/subscriptions');
  const left = templates.find((one) => one.template === name)?.left;
  return left === null || left === undefined ? left : Number(left);
}

test('what was answered is told to the server, once, and only when somebody is signed in', async () => {
  phone.choices.set(work, 'reject');
  await phone.tap(() => client.subscriptions.ask('progress', 'work'));
  const told = 'POST /api/v1/me/subscriptions';
  expect(phone.network.count(told)).toBe(0);
  await client.auth.signIn();
  await client.subscriptions.tell();
  await client.subscriptions.tell();
  expect(phone.network.count(told)).toBe(1);
  // The demo's templates are long-term ones: granted has no number, refused is none.
  expect([await leftOf('progress'), await leftOf('work')]).toEqual([null, 0]);
});

test('what the server did not hear, or whose answer was lost, is told by the mini-program that is opened next', async () => {
  const told = 'POST /api/v1/me/subscriptions';
  await client.auth.signIn();
  phone.network.loseAnswer(told);
  phone.choices.set(work, 'reject');
  await phone.tap(() => client.subscriptions.ask('work'));
  await client.subscriptions.tell();
  phone.network.loseCall(told);
  await phone.tap(() => client.subscriptions.ask('work'));
  await client.subscriptions.tell();
  client = clientOf(phone.restart(), { templates: { progress, work } });
  await client.subscriptions.tell();
  expect(await leftOf('work')).toBe(0);
});
