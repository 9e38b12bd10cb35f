import { isApiError, type Client } from '../src';
import { photo } from '../testing/photos';
import { TestServer } from '../testing/server';
import { clientOf, mine, newPhone, reportFor } from '../testing/world';
import type { Phone } from '../testing/wx';

/** Whatever happens on the way: somebody who taps again until it is done has done it once. */

interface World {
  server: TestServer;
  phone: Phone;
  client: Client;
}

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
}, 60_000);
afterAll(() => server.stop());

const once = (phone: Phone, happen: () => void): void => {
  phone.network.onSent = () => {
    phone.network.onSent = undefined;
    happen();
  };
};

/** What happens, before the call or in the middle of it; what it returns ends it. */
const events: Record<string, (world: World) => Promise<unknown> | (() => Promise<unknown>)> = {
  'nothing in particular': () => Promise.resolve(),
  'the token has expired': () => server.advance('PT13H'),
  'the session was ended elsewhere': ({ client }) => fetch(`${server.address}/api/v1/auth/logout`, { method: 'POST', headers: { Authorization: `Bearer ${client.auth.token() ?? ''}` } }),
  'the server dies in the middle and comes again': ({ phone }) => {
    let again: Promise<unknown> = Promise.resolve();
    once(phone, () => {
      again = server.kill().then(() => server.startAgain());
    });
    return () => again;
  },
  'airplane mode in the middle': ({ phone }) => {
    once(phone, () => {
      phone.network.connected = false;
      setTimeout(() => {
        phone.network.connected = true;
      }, 300);
    });
    return Promise.resolve();
  },
  'the first two answers are lost': ({ phone }) => {
    for (const call of ['GET /api/v1/cases', 'POST /api/v1/cases', 'POST /api/v1/attachments']) phone.network.loseAnswer(call, 2);
    return Promise.resolve();
  },
  'a slow network': ({ phone }) => {
    phone.network.latency = 120;
    return Promise.resolve();
  },
  'a clock an hour fast': ({ phone }) => {
    phone.clockOffset = 3_600_000;
    return Promise.resolve();
  },
  'a clock an hour slow': ({ phone }) => {
    phone.clockOffset = -3_600_000;
    return Promise.resolve();
  },
};

type Report = Awaited<ReturnType<typeof reportFor>>;

/** Each gives what a tap does, and how many reports there are when it is done. */
const doings: Record<string, { prepare: (world: World, report: Report) => () => Promise<unknown>; reports: number }> = {
  'reading a list': { prepare: ({ client }) => () => mine(client), reports: 0 },
  'sending a report': {
    prepare: ({ client }, body) => {
      const action = client.action();
      return () => action.post('/api/v1/cases', { body });
    },
    reports: 1,
  },
  'sending a report with photos': {
    prepare: ({ client, phone }, body) => {
      const [action, batch] = [client.action(), client.upload.batch([phone.addPhoto('a.png', photo(60)), phone.addPhoto('b.png', photo())])];
      return async () => action.post('/api/v1/cases', { body: { ...body, attachmentIds: await batch.send() } });
    },
    reports: 1,
  },
  'leaving it to the queue': {
    prepare: ({ client, phone }, body) => {
      const [action, path] = [client.action(), phone.addPhoto('a.png', photo(60))];
      return async () => {
        await action.run(body, (key) => client.queue.add('/api/v1/cases', { label: '反映', body, photos: [path], key }));
        await client.queue.flush();
        if (client.queue.items[0]?.state !== 'done') throw client.queue.items[0]?.error ?? new Waiting();
      };
    },
    reports: 1,
  },
};

class Waiting extends Error {}

/** Two taps at once, again as long as the reason passes. */
async function tapUntilDone(tap: () => Promise<unknown>): Promise<void> {
  for (const end = Date.now() + 30_000; ; ) {
    const results = await Promise.allSettled([tap(), tap()]);
    const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
    if (failures.length === 0) return;
    const lasting = failures.find((failure) => !(failure instanceof Waiting) && !(isApiError(failure) && (failure.passing || failure.code === 'login_failed')));
    if (lasting !== undefined || Date.now() > end) throw lasting ?? failures[0];
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

const rows = Object.entries(events).flatMap(([event, happen]) => Object.entries(doings).map(([what, doing]) => ({ event, what, happen, doing })));

test.each(rows)('$what: $event', async ({ happen, doing }) => {
  const phone = newPhone(server);
  const world = { server, phone, client: clientOf(phone) };
  await world.client.auth.signIn();
  const tap = doing.prepare(world, await reportFor(world.client));
  const happening = happen(world);
  const settled = typeof happening === 'function' ? happening : () => happening;
  if (typeof happening !== 'function') await happening;
  await tapUntilDone(tap);
  await settled();
  phone.network.connected = true;
  expect(await mine(world.client)).toHaveLength(doing.reports);
}, 60_000);
