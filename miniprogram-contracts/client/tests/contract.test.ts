import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

function run(...command: string[]): string {
  const [program = '', ...rest] = command;
  const ended = spawnSync(process.execPath, [join(root, program), ...rest], { cwd: root, encoding: 'utf8' });
  return ended.status === 0 ? '' : `${ended.stdout}${ended.stderr}`;
}

test('the generated types are those of openapi.json and errors.json', () => {
  expect(run('client/scripts/generate.mjs', '--check')).toBe('');
}, 60_000);

test('everything compiles', () => {
  expect(run('node_modules/typescript/bin/tsc', '-p', 'client/tsconfig.json')).toBe('');
}, 60_000);

test('nothing is left to say by the linter', () => {
  expect(run('node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.')).toBe('');
}, 120_000);
