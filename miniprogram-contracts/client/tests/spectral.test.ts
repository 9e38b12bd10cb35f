import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');

interface Finding {
  code: string;
  path: (string | number)[];
  message: string;
}

/** Everything that Spectral has to say, warnings and hints as well. */
function findingsIn(file: string): Finding[] {
  const spectral = join(root, 'node_modules/@stoplight/spectral-cli/dist/index.js');
  const ended = spawnSync(process.execPath, [spectral, 'lint', file, '--ruleset', join(root, '.spectral.yaml'), '--format', 'json', '--quiet'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(ended.stdout) as Finding[];
}

test('Spectral has nothing to say about openapi.json', () => {
  expect(findingsIn('openapi.json').map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)).toEqual([]);
}, 60_000);

test('Each rule of the house finds what it is for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'scandeputy-spectral-'));
  try {
    const parameters = [{ name: 'Limit', in: 'query', schema: { type: 'integer' } }];
    const careless = {
      openapi: '3.1.1',
      info: { title: 'x', version: '1', description: 'x' },
      paths: { '/things/{id}': { post: { summary: 'English only', parameters, requestBody: { content: { 'application/json': { schema: { type: 'object' } } } }, responses: { 200: { description: 'OK', content: { 'application/json': { schema: { type: 'object' } } } } } } } },
      components: { responses: { Refused: { description: 'No', content: { 'application/json': { schema: { type: 'object' } } } } } },
    };
    writeFileSync(join(folder, 'openapi.json'), JSON.stringify(careless));
    const found = new Set(findingsIn(join(folder, 'openapi.json')).map(({ code }) => code));
    const wanted = ['operation-operationId', 'operation-tags', 'operation-has-summary', 'operation-has-description', 'operation-says-who', 'parameter-has-text', 'request-has-example', 'answer-has-example', 'query-is-camel-case', 'operation-has-refusals', 'error-is-a-problem', 'path-params'];
    expect(wanted.filter((rule) => !found.has(rule))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
