import { clientOf, failureOf, mine, newPhone } from '../testing/world';
import { TestServer } from '../testing/server';

const signIns = 'POST /api/v1/auth/wechat';
const refreshes = 'POST /api/v1/auth/refresh';

describe('signing in', () => {
  test('a call that needs somebody signs in by WeChat without being told to', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    expect(await mine(client)).toEqual([]);
    expect(client.auth.user?.roles).toEqual(['resident']);
    expect(phone.network.count(signIns)).toBe(1);
  });

  test('many calls at once lead to one sign-in', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await Promise.all(Array.from({ length: 6 }, () => mine(client)));
    expect(phone.network.count(signIns)).toBe(1);
  });

  test('a public page signs nobody in', async () => {
    const phone = newPhone();
    await clientOf(phone).api.get('/api/v1/stations');
    expect(phone.network.count(signIns)).toBe(0);
  });

  test('a restart of the mini-program keeps the session', async () => {
    const phone = newPhone();
    const user = await clientOf(phone).auth.signIn();
    const again = phone.restart();
    const client = clientOf(again);
    expect(client.auth.user).toEqual(user);
    await mine(client);
    expect(again.network.count(signIns)).toBe(0);
  });

  test('signing out ends the session at the server and on the phone', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await client.auth.signIn();
    const token = client.auth.token() ?? '';
    await client.auth.signOut();
    expect(client.auth.user).toBeUndefined();
    expect(phone.disk.values.has('scandeputy.session')).toBe(false);
    const answer = await fetch(`${phone.server}/api/v1/me`, { headers: { Authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(401);
  });

  test('who has signed out stays so until they ask for it, also after a restart', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    await client.auth.signOut();
    expect(await failureOf(mine(client))).toMatchObject({ code: 'unauthenticated', remedy: { action: 'signIn', label: '重新登录' } });
    const restarted = clientOf(phone.restart());
    expect(restarted.auth.isSignedOut).toBe(true);
    expect(await failureOf(restarted.auth.ensure())).toMatchObject({ code: 'unauthenticated' });
    expect((await restarted.auth.signIn()).id).toBe(user.id);
    expect(await mine(restarted)).toEqual([]);
  });

  test('a page of the site is opened by a ticket, signed in, once', async () => {
    const client = clientOf(newPhone());
    const address = await client.webPage('/my');
    const opened = await fetch(address, { redirect: 'manual' });
    expect(opened.status).toBe(302);
    expect(opened.headers.get('location')).toBe('/my');
    expect(opened.headers.get('set-cookie')).toContain('scandeputy=');
    expect((await fetch(address, { redirect: 'manual' })).headers.get('set-cookie') ?? '').not.toContain('scandeputy=');
  });

  test('a session that was ended elsewhere is replaced by a new sign-in', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    await fetch(`${phone.server}/api/v1/auth/logout`, { method: 'POST', headers: { Authorization: `Bearer ${client.auth.token() ?? ''}` } });
    await mine(client);
    expect(client.auth.user?.id).toBe(user.id);
    expect(phone.network.count(signIns)).toBe(2);
  });

  test.each([
    ['nothing', ''],
    ['half of a text', '{"accessToken":"x'],
    ['an older form', '{"token":"x"}'],
  ])('what cannot be read as a session counts as none: %s', async (_, stored) => {
    const phone = newPhone();
    phone.disk.values.set('scandeputy.session', stored);
    const client = clientOf(phone);
    expect(client.auth.user).toBeUndefined();
    expect(await mine(client)).toEqual([]);
  });

  test('without network the error is said in Chinese with what to do', async () => {
    const phone = newPhone();
    phone.network.connected = false;
    const error = await failureOf(clientOf(phone).auth.signIn());
    expect(error).toMatchObject({ code: 'login_failed', status: 0, remedy: { action: 'retry', label: '重试' } });
    expect(error.text).toContain('请检查网络');
  });

  test('the phone button binds the number, and a refusal is no failure of the program', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    expect(await failureOf(client.phone.bind({ errMsg: 'getPhoneNumber:fail user deny' }))).toMatchObject({ code: 'phone_refused' });
    expect(await failureOf(client.phone.bind({ errMsg: 'getPhoneNumber:fail', errno: 1400001 }))).toMatchObject({ code: 'phone_exhausted', remedy: { action: 'wait' } });
    const bound = await client.phone.bind(await phone.phoneCode('13912340001'));
    expect(bound.id).toBe(user.id);
  });
});

describe('when tokens end', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server.stop());

  test('an expired token is refreshed once for all calls that wait', async () => {
    const phone = newPhone(server);
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    const token = client.auth.token();
    await server.advance('PT13H');
    await Promise.all(Array.from({ length: 6 }, () => mine(client)));
    expect(phone.network.count(refreshes)).toBe(1);
    expect(phone.network.count(signIns)).toBe(1);
    expect(client.auth.token()).not.toBe(token);
    expect(client.auth.user?.id).toBe(user.id);
  });

  test('the answer of a refresh is lost: the same person goes on', async () => {
    const phone = newPhone(server);
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    await server.advance('PT13H');
    phone.network.loseAnswer(refreshes);
    await mine(client);
    expect(phone.network.count(refreshes)).toBe(2);
    expect(phone.network.count(signIns)).toBe(1);
    expect(client.auth.user?.id).toBe(user.id);
  });

  test('an answer that comes after the sign-out signs nobody in again', async () => {
    const phone = newPhone(server);
    const client = clientOf(phone);
    await client.auth.signIn();
    await server.advance('PT13H');
    let left: Promise<void> | undefined;
    phone.network.onSent = (call) => {
      if (call === refreshes) left = client.auth.signOut();
    };
    expect(await failureOf(mine(client))).toMatchObject({ code: 'unauthenticated' });
    await left;
    expect(client.auth.user).toBeUndefined();
  });

  test('a refresh token that has ended leads to a sign-in', async () => {
    const phone = newPhone(server);
    const client = clientOf(phone);
    const user = await client.auth.signIn();
    await server.advance('P31D');
    await mine(client);
    expect(phone.network.count(refreshes)).toBe(1);
    expect(phone.network.count(signIns)).toBe(2);
    expect(client.auth.user?.id).toBe(user.id);
  });

  test.each([3_600_000, -3_600_000])('a phone whose clock is off by %i ms is served like any other', async (offset) => {
    const phone = newPhone(server);
    phone.clockOffset = offset;
    const client = clientOf(phone);
    await mine(client);
    await mine(client);
    expect(phone.network.count(signIns)).toBe(1);
    expect(phone.network.count(refreshes)).toBe(0);
    expect(Math.abs(client.now() - Date.now())).toBeLessThan(2000);
  });
});
