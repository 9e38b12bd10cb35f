import type { Client } from '../src';
import { photo } from '../testing/photos';
import { TestServer } from '../testing/server';
import { clientOf, failureOf, longEnough, mine, newPhone, reportFor, until } from '../testing/world';
import type { Phone } from '../testing/wx';

const submits = 'POST /api/v1/cases';
const uploads = 'POST /api/v1/attachments';
const label = '反映：路灯不亮';

let phone: Phone;
let client: Client;
let report: Awaited<ReturnType<typeof reportFor>>;
beforeEach(async () => {
  phone = newPhone();
  client = clientOf(phone);
  await client.auth.signIn();
  report = await reportFor(client);
});

describe('with a network', () => {
  test('what is added is sent at once, and its answer is there', async () => {
    const item = await client.queue.add('/api/v1/cases', { label, body: report });
    expect(item).toMatchObject({ state: 'done', label, body: {} });
    expect(phone.disk.values.get('scandeputy.queue')).not.toContain(longEnough);
    expect((await mine(client)).map((found) => found.number)).toEqual([(item.answer as { number: string }).number]);
    client.queue.remove(item.id);
    expect(client.queue.items).toEqual([]);
    expect(phone.disk.values.has('scandeputy.queue')).toBe(false);
  });

  test('what is refused stays, says what is wrong, and does not hold up what comes after it', async () => {
    const refused = await client.queue.add('/api/v1/cases', { label, body: { ...report, text: '短' } });
    expect(refused).toMatchObject({ state: 'refused', error: { code: 'invalid', remedy: 'mend' } });
    expect(refused.error?.fields['text']?.[0]).toMatch(/[\u4e00-\u9fff]/);
    expect((await client.queue.add('/api/v1/cases', { label, body: report })).state).toBe('done');
  });

  test('photos are uploaded first and removed from the phone afterwards', async () => {
    const item = await client.queue.add('/api/v1/cases', { label, body: report, photos: [phone.addPhoto('a.png', photo()), phone.addPhoto('b.png', photo())] });
    expect(item.state).toBe('done');
    const view = await client.api.get('/api/v1/cases/{id}', { path: { id: (item.answer as { id: string }).id } });
    expect(view.attachments).toHaveLength(2);
    await until(() => phone.disk.files.size === 0);
  });

  test('double taps with the key of one action are one item', async () => {
    const items = await Promise.all([1, 2, 3].map(() => client.queue.add('/api/v1/cases', { label, body: report, key: 'one-tap', photos: [] })));
    expect(new Set(items.map((item) => item.id))).toEqual(new Set(['one-tap']));
    expect(phone.network.count(submits)).toBe(1);
  });
});

describe('without a network', () => {
  test('it waits, and is sent when the network comes back', async () => {
    phone.network.connected = false;
    const item = await client.queue.add('/api/v1/cases', { label, body: report });
    expect(item.state).toBe('waiting');
    phone.network.connected = true;
    await until(() => client.queue.items[0]?.state === 'done');
    expect(await mine(client)).toHaveLength(1);
  });

  test('it is kept also when nobody has signed in yet, and is theirs who signs in then', async () => {
    const first = newPhone();
    first.network.connected = false;
    const fresh = clientOf(first);
    expect(await fresh.queue.add('/api/v1/cases', { label, body: report })).toMatchObject({ state: 'waiting' });
    first.network.connected = true;
    await until(() => fresh.queue.items[0]?.state === 'done');
    expect(fresh.queue.items[0]?.owner).toBe(fresh.auth.user?.id);
    expect(await mine(fresh)).toHaveLength(1);
  });

  test('after a sign-out it waits for its owner', async () => {
    phone.network.connected = false;
    await client.queue.add('/api/v1/cases', { label, body: report });
    await client.auth.signOut();
    phone.network.connected = true;
    await client.queue.flush();
    expect(client.queue.items[0]?.state).toBe('waiting');
    await client.auth.signIn();
    await until(() => client.queue.items[0]?.state === 'done');
  });

  test('it is sent in the order in which it was added', async () => {
    phone.network.connected = false;
    const texts = ['第一件', '第二件', '第三件'].map((name) => `${name}：${longEnough}`);
    for (const text of texts) await client.queue.add('/api/v1/cases', { label, body: { ...report, text } });
    phone.network.connected = true;
    await until(() => client.queue.items.every((item) => item.state === 'done'));
    const numbers = client.queue.items.map((item) => (item.answer as { number: string }).number);
    expect([...numbers].sort()).toEqual(numbers);
  });

  test('a network that never says that it is back is tried again after a pause', async () => {
    phone.network.loseCall(submits, 3);
    const item = await client.queue.add('/api/v1/cases', { label, body: report });
    expect(item.state).toBe('waiting');
    await until(() => client.queue.items[0]?.state === 'done');
    expect(await mine(client)).toHaveLength(1);
  });

  test('a phone that is full says so, and nothing is half kept', async () => {
    const path = phone.addPhoto('a.png', photo());
    phone.disk.full = true;
    expect(await failureOf(client.queue.add('/api/v1/cases', { label, body: report }))).toMatchObject({ code: 'storage_full' });
    expect(await failureOf(client.queue.add('/api/v1/cases', { label, body: report, photos: [path] }))).toMatchObject({ code: 'storage_full' });
    expect(client.queue.items).toEqual([]);
  });
});

describe('the mini-program is closed', () => {
  test('between sending and hearing the answer: nothing is done twice', async () => {
    const closed = new Promise<Phone>((resolve) => {
      phone.network.onSent = (call) => {
        if (call === submits) resolve(phone.restart());
      };
    });
    void client.queue.add('/api/v1/cases', { label, body: report, photos: [phone.addPhoto('a.png', photo())] });
    const again = await closed;
    const restarted = clientOf(again);
    expect(restarted.queue.items).toHaveLength(1);
    await restarted.queue.flush();
    expect(restarted.queue.items[0]?.state).toBe('done');
    expect(again.network.count(submits)).toBe(1);
    expect(again.network.count(uploads)).toBe(0);
    const [found, ...others] = await mine(restarted);
    expect(others).toEqual([]);
    expect(found?.number).toBe((restarted.queue.items[0]?.answer as { number: string }).number);
  });

  test('while it waits: it is sent at the next start, photos included', async () => {
    phone.network.connected = false;
    await client.queue.add('/api/v1/cases', { label, body: report, photos: [phone.addPhoto('a.png', photo())] });
    const again = phone.restart();
    const restarted = clientOf(again);
    await restarted.queue.flush();
    const item = restarted.queue.items[0];
    expect(item?.state).toBe('done');
    const view = await restarted.api.get('/api/v1/cases/{id}', { path: { id: (item?.answer as { id: string }).id } });
    expect(view.attachments).toHaveLength(1);
  });

  test('a move with a version that has arrived is not refused as stale', async () => {
    const receipt = await client.api.post('/api/v1/cases', { body: report });
    const move = 'POST /api/v1/cases/' + receipt.id + '/supplement';
    phone.network.loseAnswer(move, 3);
    const item = await client.queue.add('/api/v1/cases/{id}/supplement', { label: '补充', path: { id: receipt.id }, body: { text: longEnough }, version: receipt.version });
    expect(item.state).toBe('waiting');
    await client.queue.flush();
    expect(client.queue.items[0]).toMatchObject({ state: 'done', answer: { version: receipt.version + 1 } });
  });

  test.each([
    ['nothing', ''],
    ['no list', '{}'],
    ['something else', '[{"id":1}]'],
  ])('what cannot be read is left out: %s', (_, stored) => {
    phone.disk.values.set('scandeputy.queue', stored);
    expect(clientOf(phone.restart()).queue.items).toEqual([]);
  });
});

describe('what could be done twice, or for somebody else, is held', () => {
  test('another person has signed in meanwhile', async () => {
    phone.network.loseCall(submits, 99);
    const item = await client.queue.add('/api/v1/cases', { label, body: report });
    expect(item.state).toBe('waiting');
    const other = clientOf(newPhone());
    await other.auth.signIn();
    const session = phone.disk.values.get('scandeputy.session') ?? '';
    phone.disk.values.set('scandeputy.session', session.replace(client.auth.user?.id ?? '', other.auth.user?.id ?? ''));
    const again = phone.restart();
    const restarted = clientOf(again);
    await restarted.queue.flush();
    expect(restarted.queue.items[0]).toMatchObject({ state: 'held', error: { code: 'other_person', remedy: 'signIn' } });
    expect(again.network.count(submits)).toBe(0);
  });

  test('it was sent so long ago that the server may have forgotten its key', async () => {
    phone.network.loseAnswer(submits, 3);
    const item = await client.queue.add('/api/v1/cases', { label, body: report });
    expect(item.state).toBe('waiting');
    const again = phone.restart();
    again.clockOffset = 6.5 * 24 * 60 * 60 * 1000;
    // Airplane mode since then: the server has not told the time yet.
    const restarted = clientOf(again);
    await restarted.queue.flush();
    expect(restarted.queue.items[0]).toMatchObject({ state: 'held', error: { code: 'queue_expired' } });
    expect(again.network.count(submits)).toBe(0);
    await restarted.queue.retry(item.id);
    expect(restarted.queue.items[0]?.state).toBe('done');
  });
});

describe('the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await TestServer.start();
  }, 60_000);
  afterAll(() => server.stop());

  test('is restarted after it has taken the report: there is one', async () => {
    phone = newPhone(server);
    client = clientOf(phone);
    await client.auth.signIn();
    phone.network.loseAnswer(submits, 3);
    const item = await client.queue.add('/api/v1/cases', { label, body: await reportFor(client) });
    expect(item.state).toBe('waiting');
    await server.kill();
    await server.startAgain();
    await client.queue.flush();
    await until(() => client.queue.items[0]?.state === 'done');
    expect(await mine(client)).toHaveLength(1);
  }, 60_000);

  test('has dropped the photos meanwhile: they are uploaded again', async () => {
    phone = newPhone(server);
    client = clientOf(phone);
    await client.auth.signIn();
    const body = await reportFor(client);
    phone.network.loseCall(submits, 99);
    const item = await client.queue.add('/api/v1/cases', { label, body, photos: [phone.addPhoto('a.png', photo())] });
    expect(item.state).toBe('waiting');
    await server.advance('P2D');
    phone.network.loseCall(submits, 0);
    await client.queue.flush();
    await until(() => client.queue.items[0]?.state !== 'waiting');
    expect(client.queue.items[0]?.state).toBe('done');
    const view = await client.api.get('/api/v1/cases/{id}', { path: { id: (client.queue.items[0]?.answer as { id: string }).id } });
    expect(view.attachments).toHaveLength(1);
  }, 60_000);
});
