// Builds dist/, the folder that WeChat's tools open and upload: TypeScript to JavaScript, each page's list of components, and of TDesign and the client only what is used.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, normalize, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const ts = require('typescript');

export const home = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const source = join(home, 'src');
export const target = join(home, 'dist');
const tdesign = join(dirname(require.resolve('tdesign-miniprogram/package.json')), 'miniprogram_dist');
const clientSource = resolve(home, '../client/src');
const modules = join(target, 'miniprogram_npm');
const tdesignTarget = join(modules, 'tdesign-miniprogram');

export function filesOf(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? filesOf(join(folder, entry.name)) : [join(folder, entry.name)]));
}

function compiled(text, fileName) {
  const { outputText, diagnostics } = ts.transpileModule(text, {
    fileName,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2018, esModuleInterop: true, allowJs: true, removeComments: true },
  });
  if (diagnostics?.length) throw new Error(`${fileName}: ${ts.flattenDiagnosticMessageText(diagnostics[0].messageText, '\n')}`);
  return outputText;
}

function write(file, content) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** The components that a page or component uses, by the tags in its WXML. */
function componentsIn(wxml) {
  const tags = new Set([...wxml.matchAll(/<([a-z][a-z0-9]*(?:-[a-z0-9]+)+)[\s/>]/g)].map((found) => found[1]));
  const own = [...tags].filter((tag) => existsSync(join(source, 'components', tag, `${tag}.wxml`))).map((tag) => [tag, `/components/${tag}/${tag}`]);
  const theirs = [...tags].filter((tag) => tag.startsWith('t-')).map((tag) => [tag, `/miniprogram_npm/tdesign-miniprogram/${tag.slice(2)}/${tag.slice(2)}`]);
  return Object.fromEntries([...own, ...theirs].sort());
}

function buildSource(used) {
  for (const file of filesOf(source)) {
    const to = join(target, relative(source, file));
    if (file.endsWith('.d.ts')) continue;
    if (extname(file) === '.ts') write(to.replace(/\.ts$/, '.js'), compiled(readFileSync(file, 'utf8'), file));
    else if (extname(file) === '.json' && existsSync(file.replace(/\.json$/, '.wxml'))) {
      const usingComponents = componentsIn(readFileSync(file.replace(/\.json$/, '.wxml'), 'utf8'));
      for (const path of Object.values(usingComponents)) if (path.includes('tdesign')) used.add(path.split('/tdesign-miniprogram/')[1]);
      write(to, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), usingComponents }, null, 2));
    } else {
      mkdirSync(dirname(to), { recursive: true });
      cpSync(file, to);
    }
  }
}

/** What a file of TDesign asks for, as paths inside the package. */
function asked(file, text) {
  const here = dirname(file);
  const all = (pattern) => [...text.matchAll(pattern)].map((found) => found[1]);
  switch (extname(file)) {
    case '.json':
      return Object.values(JSON.parse(text).usingComponents ?? {}).flatMap((path) => partsOf(join(here, path)));
    case '.js':
      return all(/(?:from|import)\s*["']([^"']+)["']/g).flatMap((path) => (path.startsWith('.') ? [join(here, `${path}.js`), join(here, path, 'index.js')] : [join('miniprogram_npm', path, 'index.js')]));
    case '.wxml':
      return all(/src="([^"{]+\.(?:wxml|wxs))"/g).map((path) => join(here, path));
    case '.wxs':
      return all(/require\(["']([^"']+)["']\)/g).map((path) => join(here, path));
    default:
      return all(/@import\s*["']([^"']+)["']/g).map((path) => join(here, path));
  }
}

const partsOf = (component) => ['.js', '.json', '.wxml', '.wxss'].map((end) => component + end);

function buildTDesign(used) {
  const seen = new Set();
  const waiting = [...used].flatMap(partsOf);
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    file = normalize(file);
    const from = join(tdesign, file);
    if (seen.has(file) || !existsSync(from)) continue;
    seen.add(file);
    const text = readFileSync(from, 'utf8');
    waiting.push(...asked(file, text));
    // The icon font lies on a foreign host; no page of ours shows an icon of it.
    if (file === join('icon', 'icon.wxss')) write(join(tdesignTarget, file), `@import '../common/style/index.wxss';${text.slice(text.indexOf('.t-icon--image'), text.indexOf('.t-icon-ability-open'))}`);
    else write(join(tdesignTarget, file), extname(file) === '.js' ? compiled(text, from) : text);
  }
}

function buildClient() {
  for (const file of filesOf(clientSource)) write(join(modules, '@scandeputy/client', relative(clientSource, file).replace(/\.ts$/, '.js')), compiled(readFileSync(file, 'utf8'), file));
}

export function build() {
  rmSync(target, { recursive: true, force: true });
  const used = new Set();
  buildSource(used);
  buildTDesign(used);
  buildClient();
  return filesOf(target).reduce((sum, file) => sum + statSync(file).size, 0);
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) console.log(`${relative(process.cwd(), target) || '.'}${sep}: ${Math.round(build() / 1024)} KB`);
