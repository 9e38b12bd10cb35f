// Draws every page with data from a running demo server: npm run preview [-- http://127.0.0.1:5080]. Nothing of WeChat's is needed.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { home } from './build.mjs';

const server = (process.argv[2] ?? 'http://127.0.0.1:5080').replace(/\/+$/, '');
try {
  const answer = await fetch(`${server}/sandbox/station-codes`);
  if (!answer.ok) throw new Error(String(answer.status));
} catch {
  console.error(`No demo server answers at ${server}. Start it first: dotnet run --project src/ScanDeputy.Server`);
  process.exit(1);
}
const jest = createRequire(import.meta.url).resolve('jest/bin/jest.js');
const { status } = spawnSync(process.execPath, [jest, '-c', join(home, 'jest.screens.config.js')], { stdio: 'inherit', env: { ...process.env, SCANDEPUTY_TEST_ADDRESS: server } });
console.log(`file://${resolve(home, '../../artifacts/miniprogram/index.html')}`);
process.exit(status ?? 1);
