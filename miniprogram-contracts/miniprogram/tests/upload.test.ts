import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { built } from '../testing/mini';

const home = resolve(__dirname, '..');

type Change = (folder: string) => void;

/** What the check says of copies of the built folder in each of which something was changed. */
function faultsAfter(changes: readonly Change[], release = false): string[][] {
  const root = mkdtempSync(join(tmpdir(), 'scandeputy-upload-'));
  try {
    const folders = changes.map((change, index) => {
      const folder = join(root, String(index));
      cpSync(built, folder, { recursive: true });
      change(folder);
      return folder;
    });
    const call = `
      const { faultsOf } = await import(${JSON.stringify(join(home, 'scripts/check.mjs'))});
      const declared = JSON.parse((await import('node:fs')).readFileSync(${JSON.stringify(join(home, 'privacy.json'))}, 'utf8'));
      console.log(JSON.stringify(${JSON.stringify(folders)}.map((folder) => faultsOf(folder, { declared, release: ${String(release)} }))));`;
    return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', call], { encoding: 'utf8' })) as string[][];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const nothing: Change = () => undefined;

const edit = (folder: string, file: string, to: (text: string) => string): void => {
  writeFileSync(join(folder, file), to(readFileSync(join(folder, file), 'utf8')));
};

test('Nothing is wrong with what would be uploaded', () => {
  expect(faultsAfter([nothing])).toEqual([[]]);
});

const faulty: readonly [string, Change, RegExp][] = [
  ['a package that is too large', (folder) => writeFileSync(join(folder, 'official/large.js'), 'x'.repeat(2 * 1024 * 1024 + 1)), /^package official has/],
  ['a page that is not declared', (folder) => edit(folder, 'app.json', (text) => text.replace('"pages/why/why",', '')), /pages\/why\/why is there and not declared/],
  ['a page that is not there', (folder) => edit(folder, 'app.json', (text) => text.replace('"pages/why/why"', '"pages/why/why","pages/gone/gone"')), /pages\/gone\/gone is declared and has no/],
  ['a component that is not there', (folder) => edit(folder, 'pages/why/why.json', (text) => text.replace('problem-box/problem-box', 'problem-box/gone')), /is not there/],
  ['a foreign host', (folder) => edit(folder, 'pages/why/why.wxml', (text) => `${text}<image src="https://cdn.example.com/a.png"/>`), /foreign host cdn\.example\.com/],
  ['an interface that the privacy guide does not name', (folder) => edit(folder, 'pages/why/why.js', (text) => `${text}\nwx.getLocation({});`), /getLocation is used and not in/],
  ['an interface that no page uses', (folder) => edit(folder, 'services/places.js', (text) => text.replace(/wx\.chooseLocation/g, 'wx.nothing')), /chooseLocation is in requiredPrivateInfos and not used/],
  ['a permission that no page needs', (folder) => edit(folder, 'app.json', (text) => text.replace('{', '{"permission":{"scope.userLocation":{"desc":"x"}},')), /permission scope\.userLocation/],
];

test('The check finds what WeChat would refuse', () => {
  const found = faultsAfter(faulty.map(([, change]) => change));
  const missed = faulty.filter(([, , fault], index) => found[index]?.some((text) => fault.test(text)) !== true).map(([name]) => name);
  expect(missed).toEqual([]);
});

test('A release needs the county’s own address, templates and AppID', () => {
  expect(faultsAfter([nothing], true)[0]?.map((fault) => fault.split(':')[0])).toEqual(['src/site.ts', 'src/site.ts', 'project.config.json']);
});

test('The guide for offices names every interface of the privacy guide', () => {
  const guide = readFileSync(resolve(home, '../../docs/operations/miniprogram.md'), 'utf8');
  const { interfaces } = JSON.parse(readFileSync(join(home, 'privacy.json'), 'utf8')) as { interfaces: { api: string; information: string; purpose: string }[] };
  for (const { information, purpose } of interfaces) {
    expect(guide).toContain(information);
    expect(guide).toContain(purpose);
  }
});
