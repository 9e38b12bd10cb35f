import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

test.each(['tsconfig.json', 'tsconfig.tests.json'])('The mini-program compiles against WeChat’s typings and the contract (%s)', (config) => {
  const home = resolve(__dirname, '..');
  const { stdout } = spawnSync(process.execPath, [createRequire(__filename).resolve('typescript/bin/tsc'), '-p', config], { cwd: home, encoding: 'utf8' });
  expect(stdout).toBe('');
}, 60_000);
