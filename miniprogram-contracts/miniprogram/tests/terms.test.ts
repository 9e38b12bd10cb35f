import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { terms } from '../src/texts/terms';
import { moveTexts } from '../src/texts/moves';

const resx = readFileSync(resolve(__dirname, '../../../src/ScanDeputy.Server/Features/Rules/Terms.resx'), 'utf8');
const server = new Map([...resx.matchAll(/<data name="([^"]+)"[^>]*>\s*<value>([^<]*)<\/value>/g)].map((found) => [(found[1] ?? '').toLowerCase(), found[2] ?? '']));

const words = Object.entries(terms).flatMap(([list, values]) => Object.entries(values).map(([value, word]) => [`${list}.${value}`, word] as const));

test.each(words)('%s is called as on the web pages', (name, word) => {
  expect(word).toBe(server.get(name.toLowerCase()));
});

test.each(Object.entries(moveTexts))('The move %s is called as on the web pages', (name, { label }) => {
  expect(label).toBe(server.get(`move.${name.toLowerCase()}`));
});

test.each(Object.keys(terms))('%s has a word for every value that the web pages have one for', (list) => {
  const theirs = [...server.keys()].filter((name) => name.startsWith(`${list.toLowerCase()}.`));
  const ours = words.map(([name]) => name.toLowerCase());
  expect(theirs.filter((name) => !ours.includes(name))).toEqual([]);
});
