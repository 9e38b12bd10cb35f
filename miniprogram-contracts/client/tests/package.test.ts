import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const client = join(__dirname, '..');
const compiler = join(client, '..', 'node_modules', 'typescript', 'bin', 'tsc');

let project: string;
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'scandeputy-package-'));
});
afterEach(() => {
  rmSync(project, { recursive: true, force: true });
});

const program = `
import { createClient, type WxApi } from '@scandeputy/client';
declare const wx: WxApi;
const client = createClient({ baseUrl: 'https://lz.example.cn', wx });
const number: Promise<string> = client.api.get('/api/v1/cases/{id}', { path: { id: 'x' } }).then((view) => view.number);
void number;
`;

const compile = (text: string): string => {
  writeFileSync(join(project, 'program.ts'), text);
  writeFileSync(join(project, 'tsconfig.json'), '{ "compilerOptions": { "noEmit": true, "strict": true, "lib": ["ES2020"], "types": [] } }');
  return spawnSync(process.execPath, [compiler, '-p', '.'], { cwd: project, encoding: 'utf8' }).stdout;
};

test('the packed client installs into an empty project, compiles there and runs', () => {
  execFileSync('npm', ['pack', '--pack-destination', project, '--silent'], { cwd: client, stdio: 'pipe' });
  const [tarball = ''] = readdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "empty", "private": true }');
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: project, stdio: 'pipe' });
  expect(compile(program)).toBe('');
  expect(compile(program.replace('view.number', 'view.nummer'))).toContain("Property 'nummer' does not exist");
  const ran = execFileSync(process.execPath, ['-p', "require('@scandeputy/client').scene.ofText('0').kind"], { cwd: project, encoding: 'utf8' });
  expect(ran.trim()).toBe('wrong');
  expect(readdirSync(join(project, 'node_modules', '@scandeputy', 'client')).sort()).toEqual(['dist', 'package.json']);
}, 120_000);
