import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { categoryIcons, iconAddress } from '../src/views/categoryIcons';

const source = readFileSync(resolve(__dirname, '../../../src/ScanDeputy.Server/Pages/CategoryIcons.cs'), 'utf8');
const pages = Object.fromEntries([...source.matchAll(/\[CategoryIcon\.(\w)(\w*)\] = "([^"]+)"/g)].map((found) => [`${(found[1] ?? '').toLowerCase()}${found[2] ?? ''}`, found[3] ?? '']));

test('The mini-program draws the same symbols as the web pages, by the same names', () => {
  expect(Object.keys(pages)).toHaveLength(24);
  expect(categoryIcons).toEqual(pages);
});

test('A symbol of a later server is drawn as the one for other matters', () => {
  expect(iconAddress('rocket')).toBe(iconAddress('other'));
  expect(decodeURIComponent(iconAddress('light'))).toContain(categoryIcons.light);
});
