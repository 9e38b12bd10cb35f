import { photo } from '../testing/photos';
import { TestServer } from '../testing/server';
import { clientOf, failureOf, longEnough, newPhone, reportFor, until } from '../testing/world';

const uploads = 'POST /api/v1/attachments';

describe('photos', () => {
  test('are sent with their progress, and become the report’s in their order', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    const batch = client.upload.batch([phone.addPhoto('a.png', photo(200)), phone.addPhoto('b.png', photo()), phone.addPhoto('c.png', photo())]);
    const seen: number[] = [];
    batch.onChange(([first]) => seen.push(first?.progress ?? -1));
    const attachmentIds = await batch.send();
    expect(attachmentIds).toHaveLength(3);
    expect(seen.filter((percent) => percent > 0 && percent < 100).length).toBeGreaterThan(1);
    expect([...seen].sort((a, b) => a - b)).toEqual(seen);
    const receipt = await client.api.post('/api/v1/cases', { body: { ...(await reportFor(client)), attachmentIds } });
    const view = await client.api.get('/api/v1/cases/{id}', { path: { id: receipt.id } });
    expect(view.attachments?.map((attachment) => attachment.id)).toEqual(attachmentIds);
  });

  test('that are done are not sent again when others have failed', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await client.auth.signIn();
    const batch = client.upload.batch([phone.addPhoto('a.png', photo()), 'wxfile://tmp_gone.png', phone.addPhoto('c.png', photo())]);
    expect(await failureOf(batch.send())).toMatchObject({ code: 'photo_gone', remedy: { action: 'photo' } });
    expect(batch.photos.map((one) => one.state)).toEqual(['done', 'failed', 'done']);
    const sent = phone.network.count(uploads);
    batch.remove('wxfile://tmp_gone.png');
    expect(await batch.send()).toHaveLength(2);
    expect(phone.network.count(uploads)).toBe(sent);
  });

  test('that are none are refused by name of the file, with what to do', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    const batch = client.upload.batch([phone.addPhoto('a.png', new TextEncoder().encode('no photo'))]);
    const error = await failureOf(batch.send());
    expect(error.status).toBe(415);
    expect(batch.photos[0]?.error?.remedy.action).toBe('photo');
  });

  test('airplane mode in the middle: what is left is sent when it ends', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await client.auth.signIn();
    phone.network.uploadPause = 20;
    const batch = client.upload.batch([phone.addPhoto('a.png', photo(300)), phone.addPhoto('b.png', photo())]);
    batch.onChange(([first]) => {
      if (first !== undefined && first.progress > 30) phone.network.connected = false;
    });
    expect(await failureOf(batch.send())).toMatchObject({ code: 'offline', doubtful: true });
    phone.network.connected = true;
    phone.network.uploadPause = 0;
    batch.onChange(() => undefined);
    const again = client.upload.batch([phone.addPhoto('a2.png', photo(300))]);
    expect(await again.send()).toHaveLength(1);
  });

  test('whose answer gets lost are stored once', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await client.auth.signIn();
    phone.network.loseAnswer(uploads, 1);
    const ids = await client.upload.batch([phone.addPhoto('a.png', photo())]).send();
    expect(phone.network.count(uploads)).toBe(2);
    const receipt = await client.api.post('/api/v1/cases', { body: { ...(await reportFor(client)), attachmentIds: ids } });
    expect(receipt.number).toBeDefined();
  });

  test('can be stopped and taken up again', async () => {
    const phone = newPhone();
    const client = clientOf(phone);
    await client.auth.signIn();
    phone.network.uploadPause = 20;
    const batch = client.upload.batch([phone.addPhoto('a.png', photo(300))]);
    const sending = failureOf(batch.send());
    await until(() => (batch.photos[0]?.progress ?? 0) > 20);
    batch.cancel();
    expect((await sending).code).toBe('cancelled');
    phone.network.uploadPause = 0;
    expect(await batch.send()).toHaveLength(1);
  });
});

test('a server that is killed in the middle of an upload and started again gets the rest', async () => {
  const server = await TestServer.start();
  try {
    const phone = newPhone(server);
    const client = clientOf(phone);
    await client.auth.signIn();
    phone.network.uploadPause = 20;
    const batch = client.upload.batch([phone.addPhoto('a.png', photo()), phone.addPhoto('b.png', photo(400))]);
    const sending = failureOf(batch.send());
    await until(() => batch.photos[0]?.state === 'done' && (batch.photos[1]?.progress ?? 0) > 20);
    await server.kill();
    expect(await sending).toMatchObject({ passing: true, remedy: { action: 'retry' } });
    expect(batch.photos.map((one) => one.state)).toEqual(['done', 'failed']);
    await server.startAgain();
    phone.network.uploadPause = 0;
    const sent = phone.network.count(uploads);
    const attachmentIds = await batch.send();
    expect(phone.network.count(uploads)).toBe(sent + 1);
    const receipt = await client.api.post('/api/v1/cases', { body: { ...(await reportFor(client)), text: longEnough, attachmentIds } });
    expect(receipt.number).toBeDefined();
  } finally {
    await server.stop();
  }
}, 120_000);
