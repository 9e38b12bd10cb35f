import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const source = resolve(__dirname, '../src');
const theme = readFileSync(join(source, 'styles/theme.wxss'), 'utf8');

/** Colours that are not variables: of WeChat's own bars, and white text on the first card's dark ground. */
const colours = new Map([...theme.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? '', found[2] ?? '']));

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const colourOf = (name: string): string => colours.get(name) ?? name;

test.each([
  ['ink', 'card'], ['ink', 'ground'], ['ink', 'mist'], ['ink', 'orange-mist'], ['grey', 'card'], ['grey', 'ground'], ['grey', 'mist'], ['deep', 'card'], ['deep', 'ground'],
  ['deeper', 'mist'], ['red', 'card'], ['red', 'red-mist'], ['orange', 'card'], ['orange', 'orange-mist'], ['blue', 'blue-mist'], ['plain', 'plain-mist'],
  ['#ffffff', 'deep'], ['#ffffff', 'deeper'],
])('%s is readable on %s', (text, ground) => {
  expect(contrast(colourOf(text), colourOf(ground))).toBeGreaterThanOrEqual(4.5);
});

test('The edge of a field or box stands out from its ground', () => {
  expect(contrast(colourOf('edge'), colourOf('card'))).toBeGreaterThanOrEqual(3);
});

test.each([
  ['.page ', 44, 16],
  ['.page.large ', 60, 18],
  ['.page.huge ', 60, 24],
])('%s has targets and type large enough', (rule, target, text) => {
  const body = theme.slice(theme.indexOf(`${rule}{`)).split('}')[0] ?? '';
  const pixels = (name: string): number => Number(new RegExp(`--${name}:\\s*(\\d+)px`).exec(body)?.[1] ?? 0);
  expect(pixels('target')).toBeGreaterThanOrEqual(target);
  expect(pixels('text')).toBeGreaterThanOrEqual(text);
});

test('Lines of text stand at least 1.3 apart', () => {
  expect(Number(/--line-height:\s*([\d.]+)/.exec(theme)?.[1])).toBeGreaterThanOrEqual(1.3);
});

const all = (readdirSync(source, { recursive: true }) as string[]).map((file) => join(source, file));
const pages = all.filter((file) => file.endsWith('.wxml') && !file.includes('components'));
const markup = all.filter((file) => file.endsWith('.wxml'));

test.each(pages)('%s takes the chosen type size', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^<view class="page \{\{size\}\}">\n/);
  expect(text.trimEnd()).toMatch(/<\/view>$/);
  expect(text.match(/^<[a-z]/gm)).toHaveLength(1);
});

test.each(markup)('%s describes pictures and fields, and makes nothing small tappable', (file) => {
  const text = readFileSync(file, 'utf8');
  for (const [tag] of text.matchAll(/<(?:image|input|textarea|picker)\b[^>]*>/g)) expect(tag).toMatch(/aria-label="[^"]+"/);
  // A view that is tapped says that it is a button or a choice, and is drawn as one of the shapes that have the size of a target.
  for (const [tag] of text.matchAll(/<view\b[^>]*bind:?tap=[^>]*>/g)) {
    expect(tag).toMatch(/aria-role="/);
    expect(tag).toMatch(/class="(?:choice|link|card)\b/);
  }
  expect(text).not.toMatch(/<button/);
});

test.each(['choice', 'link', 'box', 'input'])('.%s has the size of a target', (shape) => {
  const shapes = readFileSync(join(source, 'styles/shapes.wxss'), 'utf8');
  expect(shapes).toMatch(new RegExp(`\\.${shape} \\{[^}]*height: var\\(--target\\)`));
});

test('Nothing is written in a colour of its own', () => {
  for (const file of all.filter((name) => name.endsWith('.wxss') && !name.endsWith('theme.wxss'))) {
    const own = [...readFileSync(file, 'utf8').matchAll(/(?<![-a-z])color:\s*(#[0-9a-f]{3,6})/g)].map((found) => found[1]).filter((colour) => colour !== '#ffffff');
    expect(own).toEqual([]);
  }
});
