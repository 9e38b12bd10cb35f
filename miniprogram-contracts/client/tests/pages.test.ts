import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Page {
  name: string;
  path: string;
  title: string;
  tab: boolean;
  parameters: { name: string; meaning: string; required: boolean }[];
  entry: string[];
  open: 'everyone' | 'signedIn' | string[];
  share: { title: string; parameters: string[] } | null;
}

interface AppJson {
  pages: string[];
  subPackages?: { root: string; pages: string[] }[];
  tabBar?: { list: { pagePath: string }[] };
}

const contracts = join(__dirname, '..', '..');
const source = join(contracts, 'miniprogram', 'src');
const read = (path: string): string => readFileSync(path, 'utf8');
const { pages, entries } = JSON.parse(read(join(contracts, 'pages.json'))) as { pages: Page[]; entries: Record<string, { scenes: number[] }> };
const app = JSON.parse(read(join(source, 'app.json'))) as AppJson;
const byName = (a: string, b: string): number => a.localeCompare(b);

test('the mini-program has the pages of pages.json and no others', () => {
  const built = [...app.pages, ...(app.subPackages ?? []).flatMap((part) => part.pages.map((page) => `${part.root}/${page}`))];
  expect(pages.map((page) => page.path).sort(byName)).toEqual(built.sort(byName));
});

test('the first page is the one that opens without an address', () => {
  expect(app.pages[0]).toBe(pages[0]?.path);
});

test('the tab bar has the pages that say so', () => {
  expect(pages.filter((page) => page.tab).map((page) => page.path)).toEqual(app.tabBar?.list.map((item) => item.pagePath));
});

describe.each(pages.map((page) => [page.path, page] as const))('%s', (path, page) => {
  const code = existsSync(join(source, `${path}.ts`)) ? read(join(source, `${path}.ts`)) : '';

  test('has its title', () => {
    expect((JSON.parse(read(join(source, `${path}.json`))) as { navigationBarTitleText: string }).navigationBarTitleText).toBe(page.title);
  });

  test('reads the parameters that it has, and no others', () => {
    const named = [...code.matchAll(/query\['(\w+)'\]/g)].map((match) => match[1] ?? '');
    const ofScene = code.includes('scene.ofQuery(query)') ? ['scene', 'q', 'code'] : [];
    expect([...new Set([...named, ...ofScene])].sort(byName)).toEqual(page.parameters.map((parameter) => parameter.name).sort(byName));
  });

  test('can be passed on if it says so, with parameters of its own', () => {
    expect(code.includes('onShareAppMessage(')).toBe(page.share !== null);
    for (const name of page.share?.parameters ?? []) expect(page.parameters.map((parameter) => parameter.name)).toContain(name);
  });

  test('is entered in ways that are explained', () => {
    for (const entry of page.entry) expect(Object.keys(entries)).toContain(entry);
    // Whoever comes from outside brings what the page needs, or the page needs nothing.
    if (page.entry.includes('miniProgramCode') || page.entry.includes('plainLink')) expect(page.parameters.filter((parameter) => parameter.required)).toEqual([]);
  });
});

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : entry.name.endsWith('.ts') ? [read(join(folder, entry.name))] : []));

test('pages lead to one another with parameters of the page that they lead to', () => {
  const ways = [...read(join(source, 'services', 'ways.ts')).matchAll(/(\w+): \([^)]*\) => (?:withQuery\()?'\/([a-z]+\/[a-z]+(?:\/[a-z]+)?)'(?:, \{([^}]*)\})?/g)];
  const used = ways.filter(([, name = '']) => sources(source).some((text) => text.includes(`ways.${name}(`)));
  expect(used.length).toBeGreaterThan(5);
  for (const [, , path = '', given = ''] of used) {
    const page = pages.find((candidate) => candidate.path === path);
    const names = given.split(',').flatMap((pair) => (pair.trim() === '' ? [] : [(pair.split(':')[0] ?? '').trim()]));
    const unknown = names.filter((name) => !page?.parameters.some((parameter) => parameter.name === name));
    expect({ path, known: page !== undefined, unknown }).toEqual({ path, known: true, unknown: [] });
  }
});
