import { buildServer, TestServer } from './server';

const shared = globalThis as { scandeputyServer?: TestServer };

/** One server for all test files; those that stop it or move its clock start their own. */
export default async function setup(): Promise<void> {
  buildServer();
  shared.scandeputyServer = await TestServer.start();
  process.env['SCANDEPUTY_TEST_ADDRESS'] = shared.scandeputyServer.address;
}
