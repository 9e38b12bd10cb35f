import { createClient, type Client, type Schema, type WxApi } from '../src';

/** Never run: it is here to be compiled. */
export async function typed(client: Client, real: WechatMiniprogram.Wx): Promise<void> {
  const fits: WxApi = real;
  createClient({ baseUrl: 'https://lz.example.cn', wx: fits });
  const view: Schema<'CaseView'> = await client.api.get('/api/v1/cases/{id}', { path: { id: 'a' } });
  const version: number = view.version;
  await client.api.post('/api/v1/cases/{id}/answer', { path: { id: view.id }, body: { text: '好' }, version });
  await client.api.get('/api/v1/stations');
  await client.api.delete('/api/v1/cases/{id}/follow', { path: { id: 'a' } });
  await client.action().post('/api/v1/cases', { body: { public: false, stationCode: 'x', categoryId: 'y', text: 'z' } });
  await client.queue.add('/api/v1/cases', { label: '反映', body: { public: true, stationCode: 'x', categoryId: 'y', text: 'z' }, photos: ['a.jpg'] });
  // @ts-expect-error no such address
  await client.api.get('/api/v1/nowhere');
  // @ts-expect-error the id is missing
  await client.api.get('/api/v1/cases/{id}');
  // @ts-expect-error not by GET
  await client.api.get('/api/v1/cases/{id}/answer', { path: { id: 'a' } });
  // @ts-expect-error no such field
  await client.api.post('/api/v1/cases/{id}/answer', { path: { id: 'a' }, body: { texts: '好' }, version });
}

test('the real wx and the addresses of the contract fit', () => {
  expect(typed).toBeInstanceOf(Function);
});
