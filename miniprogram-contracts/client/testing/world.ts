import { createClient, isApiError, type ApiError, type Client, type ClientOptions, type Schema } from '../src';
import { TestServer } from './server';
import { Phone, type Owner } from './wx';

export const sharedAddress = (): string => process.env['SCANDEPUTY_TEST_ADDRESS'] ?? '';

/** A queue that would try again in an hour is no reason to go on after the last test. */
function twentyTimesFaster(milliseconds: number, work: () => void): () => void {
  const timer = setTimeout(work, milliseconds / 20).unref();
  return () => {
    clearTimeout(timer);
  };
}

/** A client on a phone, with short pauses between tries. */
export function clientOf(phone: Phone, options: Partial<ClientOptions> = {}): Client {
  return createClient({
    baseUrl: phone.server,
    wx: phone.wx,
    clock: { now: () => phone.now(), after: twentyTimesFaster },
    ...options,
  });
}

let visitors = 0;

/** Somebody whom no other test knows. */
export const newVisitor = (): Owner => ({ visitor: `v${String(process.pid)}-${String(Date.now())}-${String(visitors++)}` });

export function newPhone(server: TestServer | string = sharedAddress(), owner: Owner = newVisitor()): Phone {
  return new Phone(typeof server === 'string' ? server : server.address, owner);
}

export const longEnough = '村口的路灯坏了三天，晚上老人出门不安全，请尽快维修。';

/** A station of the demo with a category that it takes. */
export async function reportFor(client: Client): Promise<Schema<'SubmitCaseRequest'>> {
  const listed = (await (await fetch(`${client.baseUrl}/sandbox/station-codes`)).json()) as { items: { code: string }[] };
  const code = listed.items[0]?.code ?? '';
  const station = await client.api.get('/api/v1/station-codes/{code}', { path: { code } });
  const category = station.categories.find((candidate) => candidate.stopper === null);
  return { stationCode: code, categoryId: category?.id ?? '', title: null, text: `${longEnough}${String(visitors++)}`, place: null, attachmentIds: [], contact: null, public: false, onBehalfOf: null };
}

export async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (error) {
    if (isApiError(error)) return error;
    throw error;
  }
  throw new Error('It was expected to fail.');
}

export const mine = async (client: Client): Promise<Schema<'ListCasesItem'>[]> => (await client.api.get('/api/v1/cases', { query: { role: 'mine' } })).items;

/** Waits until something is so; for work that nobody hands out a promise of. */
export async function until(isSo: () => boolean, longest = 10_000): Promise<void> {
  const end = Date.now() + longest;
  while (!isSo()) {
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
