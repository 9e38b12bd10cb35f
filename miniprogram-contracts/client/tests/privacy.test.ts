import { createClient, type Client } from '../src';
import { clientOf, failureOf, newPhone } from '../testing/world';
import type { Phone } from '../testing/wx';

let phone: Phone;
let client: Client;
beforeEach(() => {
  phone = newPhone();
  phone.privacyAgreed = false;
  client = clientOf(phone);
});

test('who has not agreed is known, and the name of the text', async () => {
  expect(await client.privacy.state()).toEqual({ needed: true, contractName: '《扫码找代表隐私保护指引》' });
  phone.privacyAgreed = true;
  expect((await client.privacy.state()).needed).toBe(false);
});

test('the pop-up is shown when WeChat asks; after the button the call goes on', async () => {
  const asked: string[] = [];
  client.privacy.onNeeded((referrer) => {
    asked.push(referrer);
    client.privacy.shown();
    phone.tapAgree('agree-btn');
    client.privacy.agree('agree-btn');
  });
  await client.privacy.require();
  expect(asked).toEqual(['requirePrivacyAuthorize']);
  await client.privacy.require();
  expect(asked).toHaveLength(1);
});

test('several calls wait for one answer', async () => {
  client.privacy.onNeeded(() => undefined);
  const calls = Promise.all([client.privacy.require(), client.privacy.require()]);
  phone.tapAgree('agree-btn');
  client.privacy.agree('agree-btn');
  await calls;
});

test.each<[string, (client: Client) => void]>([
  ['refused', (asked) => { asked.privacy.refuse(); }],
  ['agreed without a tap on the button', (asked) => { asked.privacy.agree('agree-btn'); }],
])('%s: the call fails with what to do', async (_, answer) => {
  client.privacy.onNeeded(() => {
    answer(client);
  });
  expect(await failureOf(client.privacy.require())).toMatchObject({ code: 'privacy_refused', remedy: { action: 'retry' } });
});

test('nobody there to show the pop-up, or gone in between: the call fails instead of hanging', async () => {
  expect(await failureOf(client.privacy.require())).toMatchObject({ code: 'privacy_refused' });
  const leave = client.privacy.onNeeded(() => undefined);
  const waiting = failureOf(client.privacy.require());
  leave();
  expect(await waiting).toMatchObject({ code: 'privacy_refused' });
});

test('a base library without these calls needs nothing', async () => {
  const { getPrivacySetting, onNeedPrivacyAuthorization, requirePrivacyAuthorize, openPrivacyContract, ...old } = phone.wx;
  expect([getPrivacySetting, onNeedPrivacyAuthorization, requirePrivacyAuthorize, openPrivacyContract]).not.toContain(undefined);
  const older = createClient({ baseUrl: phone.server, wx: old });
  expect(await older.privacy.state()).toEqual({ needed: false, contractName: '' });
  await older.privacy.require();
  await older.privacy.open();
});
