import type { TestServer } from './server';

export default async function teardown(): Promise<void> {
  await (globalThis as { scandeputyServer?: TestServer }).scandeputyServer?.stop();
}
