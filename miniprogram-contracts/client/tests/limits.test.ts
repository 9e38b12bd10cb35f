import { TestServer } from '../testing/server';
import { clientOf, failureOf, newPhone, reportFor } from '../testing/world';

const submits = 'POST /api/v1/cases';

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start({ 'Limits:Enabled': 'true', 'Limits:SubmissionsPerUser': '1' });
}, 60_000);
afterAll(() => server.stop());

test('who has sent too much is told when to come again, and the server is left alone until then', async () => {
  const phone = newPhone(server);
  const client = clientOf(phone);
  await client.auth.signIn();
  await client.api.post('/api/v1/cases', { body: await reportFor(client) });
  const error = await failureOf(client.api.post('/api/v1/cases', { body: await reportFor(client) }));
  expect(error).toMatchObject({ status: 429, code: 'too_many_requests', passing: true, doubtful: false, remedy: { action: 'wait', label: '稍后再试' } });
  expect(error.retryAfter).toBeGreaterThan(60);
  expect(phone.network.count(submits)).toBe(2);
});

test('what is queued waits for its time instead of being refused or asking all the time', async () => {
  const phone = newPhone(server);
  const client = clientOf(phone);
  await client.auth.signIn();
  await client.api.post('/api/v1/cases', { body: await reportFor(client) });
  expect(await client.queue.add('/api/v1/cases', { label: '反映', body: await reportFor(client) })).toMatchObject({ state: 'waiting' });
  const sent = phone.network.count(submits);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(phone.network.count(submits)).toBe(sent);
});
