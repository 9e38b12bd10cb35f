import type { Client } from '../src';
import { clientOf, failureOf, longEnough, mine, newPhone, reportFor, until } from '../testing/world';
import type { Phone } from '../testing/wx';

const submits = 'POST /api/v1/cases';

let phone: Phone;
let client: Client;
beforeEach(async () => {
  phone = newPhone();
  client = clientOf(phone);
  await client.auth.signIn();
});

describe('what the server refuses', () => {
  test('fields are named, with texts for people', async () => {
    const report = await reportFor(client);
    const error = await failureOf(client.api.post('/api/v1/cases', { body: { ...report, text: '短' } }));
    expect(error).toMatchObject({ status: 422, code: 'invalid', title: '填写有误', remedy: { action: 'mend', label: '去修改' } });
    expect(error.field('text')).toMatch(/[\u4e00-\u9fff]/);
    expect(error.traceId).toBeDefined();
  });

  test.each([
    ['a case of nobody', 404, 'not_found', 'back'],
    ['a move that needs a version', 428, 'version_required', 'reload'],
    ['another version than the current', 412, 'version_stale', 'reload'],
    ['a move that may not be made', 409, 'move_not_allowed', 'reload'],
  ])('%s: %i %s', async (what, status, code, remedy) => {
    const receipt = await client.api.post('/api/v1/cases', { body: await reportFor(client) });
    const path = { id: what === 'a case of nobody' ? 'none' : receipt.id };
    const version = { 'a move that needs a version': undefined, 'another version than the current': receipt.version + 7 }[what];
    const call =
      what === 'a move that may not be made'
        ? client.api.post('/api/v1/cases/{id}/evaluate', { path, body: { grade: 'satisfied' }, version: receipt.version })
        : client.api.post('/api/v1/cases/{id}/supplement', { path, body: { text: longEnough }, ...(what === 'a case of nobody' ? { version: 1 } : { version }) } as never);
    expect(await failureOf(call)).toMatchObject({ status, code, remedy: { action: remedy } });
  });

  test('moves that may be made instead are named', async () => {
    const receipt = await client.api.post('/api/v1/cases', { body: await reportFor(client) });
    const error = await failureOf(client.api.post('/api/v1/cases/{id}/evaluate', { path: { id: receipt.id }, body: { grade: 'satisfied' }, version: receipt.version }));
    expect(error.allowed).toContain('withdraw');
  });

  test('the wrong role is told so and not sent again', async () => {
    const error = await failureOf(client.api.get('/api/v1/agencies'));
    expect(error).toMatchObject({ status: 403, code: 'forbidden' });
    expect(phone.network.count('GET /api/v1/agencies')).toBe(1);
  });
});

describe('a network that is bad', () => {
  test('airplane mode: an error with a text, and the same call works afterwards', async () => {
    phone.network.connected = false;
    const error = await failureOf(mine(client));
    expect(error).toMatchObject({ code: 'offline', status: 0, passing: true, doubtful: false, remedy: { action: 'retry' } });
    phone.network.connected = true;
    expect(await mine(client)).toEqual([]);
  });

  test('a read whose answers get lost is tried three times', async () => {
    phone.network.loseAnswer('GET /api/v1/cases', 2);
    expect(await mine(client)).toEqual([]);
    expect(phone.network.count('GET /api/v1/cases')).toBe(3);
  });

  test('a report whose answer gets lost is there once, and the first receipt comes', async () => {
    phone.network.loseAnswer(submits, 1);
    const receipt = await client.api.post('/api/v1/cases', { body: await reportFor(client) });
    expect(phone.network.count(submits)).toBe(2);
    expect((await mine(client)).map((item) => item.number)).toEqual([receipt.number]);
  });

  test('what has no key is not sent a second time', async () => {
    phone.network.loseAnswer('POST /api/v1/auth/sms', 5);
    const error = await failureOf(client.api.post('/api/v1/auth/sms', { body: { phone: '13900000001' } }));
    expect(error).toMatchObject({ code: 'offline', doubtful: true });
    expect(phone.network.count('POST /api/v1/auth/sms')).toBe(1);
  });

  test('a slow network ends in a time-out that promises no second report', async () => {
    phone.network.latency = 300;
    const slow = clientOf(phone, { timeouts: { read: 200, write: 200 } });
    expect(await failureOf(mine(slow))).toMatchObject({ code: 'timeout', doubtful: false });
    const error = await failureOf(slow.api.post('/api/v1/cases', { body: { stationCode: 'x', categoryId: 'y', text: 'z', public: false } }));
    expect(error).toMatchObject({ code: 'timeout', doubtful: true, remedy: { action: 'retry' } });
    expect(error.text).toContain('不会重复提交');
  });

  test('a slow network within the time is only slow', async () => {
    phone.network.latency = 150;
    expect(await mine(client)).toEqual([]);
  });
});

describe('one action of a person', () => {
  test('double taps share one call and one answer', async () => {
    const body = await reportFor(client);
    const submit = client.action();
    const taps = await Promise.all([1, 2, 3].map(() => submit.post('/api/v1/cases', { body })));
    expect(new Set(taps.map((receipt) => receipt.number)).size).toBe(1);
    expect(phone.network.count(submits)).toBe(1);
  });

  test('a tap after the answer gives the same answer', async () => {
    const body = await reportFor(client);
    const submit = client.action();
    const first = await submit.post('/api/v1/cases', { body });
    expect(await submit.post('/api/v1/cases', { body })).toEqual(first);
    expect(phone.network.count(submits)).toBe(1);
  });

  test('a tap after all tries failed goes with the same key', async () => {
    const body = await reportFor(client);
    const submit = client.action();
    phone.network.loseAnswer(submits, 3);
    expect(await failureOf(submit.post('/api/v1/cases', { body }))).toMatchObject({ code: 'offline', doubtful: true });
    const receipt = await submit.post('/api/v1/cases', { body });
    expect((await mine(client)).map((item) => item.number)).toEqual([receipt.number]);
  });

  test('changed content is another action', async () => {
    const body = await reportFor(client);
    const submit = client.action();
    expect(await failureOf(submit.post('/api/v1/cases', { body: { ...body, text: '短' } }))).toMatchObject({ code: 'invalid' });
    await submit.post('/api/v1/cases', { body });
    await submit.post('/api/v1/cases', { body: { ...body, text: `${longEnough}还有一处。` } });
    expect(await mine(client)).toHaveLength(2);
  });

  test('a button knows that it is running', async () => {
    const submit = client.action();
    const running = submit.post('/api/v1/cases', { body: await reportFor(client) });
    expect(submit.running).toBe(true);
    await running;
    await until(() => !submit.running);
  });
});
