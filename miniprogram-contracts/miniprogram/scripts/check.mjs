// Checks what would be uploaded, without a key: sizes, pages, components, foreign hosts, and what is asked of WeChat. `--release` checks the county's address as well.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, filesOf, home, target } from './build.mjs';

const mostInPackage = 2 * 1024 * 1024;
const mostInAll = 30 * 1024 * 1024;
/** Calls that WeChat gives only to a mini-program whose privacy guide names them. */
const guarded = ['chooseLocation', 'getLocation', 'getFuzzyLocation', 'startLocationUpdate', 'startLocationUpdateBackground', 'onLocationChange', 'choosePoi', 'chooseAddress', 'chooseMedia', 'chooseImage', 'chooseVideo', 'chooseMessageFile', 'saveImageToPhotosAlbum', 'saveVideoToPhotosAlbum', 'setClipboardData', 'getClipboardData', 'scanCode', 'getUserProfile', 'getUserInfo', 'chooseContact', 'addPhoneContact', 'startRecord', 'getRecorderManager', 'openBluetoothAdapter', 'getWeRunData', 'createCameraContext', 'startAccelerometer', 'startCompass', 'startGyroscope', 'chooseInvoiceTitle', 'chooseLicensePlate', 'addPhoneCalendar'];
/** Of those, the ones that app.json must name in requiredPrivateInfos. */
const places = ['chooseLocation', 'getLocation', 'getFuzzyLocation', 'startLocationUpdate', 'startLocationUpdateBackground', 'onLocationChange', 'choosePoi', 'chooseAddress'];

const read = (file) => readFileSync(file, 'utf8');
const json = (file) => JSON.parse(read(file));

/** Every fault found, as a sentence. */
export function faultsOf(folder, { declared, release = false }) {
  const app = json(join(folder, 'app.json'));
  const files = filesOf(folder);
  const own = files.filter((file) => !relative(folder, file).startsWith('miniprogram_npm'));
  return [...sizeFaults(folder, files, app), ...pageFaults(folder, own, app), ...hostFaults(folder, files), ...privacyFaults(own, app, declared), ...(release ? releaseFaults(folder) : [])];
}

export function sizesOf(folder, app = json(join(folder, 'app.json'))) {
  const roots = (app.subPackages ?? []).map((part) => part.root);
  const sizes = Object.fromEntries([['main', 0], ...roots.map((root) => [root, 0])]);
  for (const file of filesOf(folder)) {
    const path = relative(folder, file);
    sizes[roots.find((root) => path.startsWith(`${root}/`)) ?? 'main'] += statSync(file).size;
  }
  return sizes;
}

function sizeFaults(folder, _, app) {
  const sizes = sizesOf(folder, app);
  const large = Object.entries(sizes).filter(([, size]) => size > mostInPackage).map(([name, size]) => `package ${name} has ${size} bytes, WeChat takes ${mostInPackage}`);
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  return all > mostInAll ? [...large, `all packages have ${all} bytes, WeChat takes ${mostInAll}`] : large;
}

const pagesOf = (app) => [...app.pages, ...(app.subPackages ?? []).flatMap((part) => part.pages.map((page) => `${part.root}/${page}`))];

function pageFaults(folder, own, app) {
  const declared = pagesOf(app);
  const faults = declared.flatMap((page) => ['.js', '.json', '.wxml'].filter((end) => !existsSync(join(folder, page + end))).map((end) => `page ${page} is declared and has no ${end}`));
  for (const file of own.filter((name) => name.endsWith('.wxml'))) {
    const path = relative(folder, file).replace(/\.wxml$/, '');
    if (!path.startsWith('components/') && !declared.includes(path)) faults.push(`page ${path} is there and not declared in app.json`);
    for (const [tag, component] of Object.entries(json(file.replace(/\.wxml$/, '.json')).usingComponents ?? {})) {
      if (!existsSync(join(folder, `${component}.js`))) faults.push(`${path} uses ${tag}, and ${component} is not there`);
    }
    for (const [tag] of read(file).matchAll(/<([a-z][a-z0-9]*-[a-z0-9-]+)[\s/>]/g)) {
      const name = tag.slice(1, -1);
      if (!(name in (json(file.replace(/\.wxml$/, '.json')).usingComponents ?? {})) && !['scroll-view', 'swiper-item', 'picker-view', 'rich-text', 'page-meta'].includes(name)) faults.push(`${path} uses ${name}, which is no component`);
    }
  }
  for (const { pagePath, iconPath, selectedIconPath } of app.tabBar.list) {
    if (!declared.includes(pagePath)) faults.push(`the tab bar leads to ${pagePath}, which is not declared`);
    for (const icon of [iconPath, selectedIconPath]) if (!existsSync(join(folder, icon))) faults.push(`the tab bar's ${icon} is not there`);
  }
  return faults;
}

/** The county's server is the only host that is spoken to; everything else would need a domain in WeChat's console. */
function hostFaults(folder, files) {
  const faults = [];
  for (const file of files.filter((name) => /\.(js|wxml|wxss|wxs)$/.test(name) && relative(folder, name) !== 'site.js')) {
    for (const [, host] of read(file).matchAll(/(?:https?:)?\/\/((?:[a-z0-9-]+\.)+[a-z]{2,})\b/gi)) if (host !== 'www.w3.org') faults.push(`${relative(folder, file)} names the foreign host ${host}`);
  }
  return faults;
}

function privacyFaults(own, app, declared) {
  const code = own.filter((file) => file.endsWith('.js')).map(read).join('\n');
  const markup = own.filter((file) => file.endsWith('.wxml')).map(read).join('\n');
  const used = [...guarded.filter((name) => new RegExp(`\\bwx\\.${name}\\b`).test(code)).map((name) => `wx.${name}`), ...[...markup.matchAll(/open-type="(getPhoneNumber|getRealtimePhoneNumber|chooseAvatar)"/g)].map((found) => found[1])];
  const named = declared.interfaces.map((entry) => entry.api);
  const needed = places.filter((name) => used.includes(`wx.${name}`));
  const faults = [
    ...[...new Set(used)].filter((api) => !named.includes(api)).map((api) => `${api} is used and not in privacy.json`),
    ...named.filter((api) => !used.includes(api)).map((api) => `${api} is in privacy.json and not used`),
    ...needed.filter((name) => !(app.requiredPrivateInfos ?? []).includes(name)).map((name) => `${name} is used and not in requiredPrivateInfos`),
    ...(app.requiredPrivateInfos ?? []).filter((name) => !needed.includes(name)).map((name) => `${name} is in requiredPrivateInfos and not used`),
    ...Object.keys(app.permission ?? {}).map((scope) => `the permission ${scope} is asked for and no page needs it`),
    ...(app.requiredBackgroundModes ?? []).map((mode) => `the background mode ${mode} is asked for and no page needs it`),
  ];
  return app.__usePrivacyCheck__ === true ? faults : [...faults, '__usePrivacyCheck__ is missing in app.json'];
}

function releaseFaults(folder) {
  const baseUrl = /baseUrl: '([^']*)'/.exec(read(join(folder, 'site.js')))?.[1] ?? '';
  const templates = /progress: '([^']*)', work: '([^']*)'/.exec(read(join(folder, 'site.js')));
  const faults = /^https:\/\/(?!localhost|\d+\.)[a-z0-9.-]+\.[a-z]{2,}$/.test(baseUrl) ? [] : [`src/site.ts: baseUrl "${baseUrl}" is no https address with a host name`];
  if (!templates?.[1] || !templates[2]) faults.push('src/site.ts: the ids of the subscription templates are missing');
  const appid = json(join(home, 'project.config.json')).appid;
  return /^wx[0-9a-f]{16}$/.test(appid) ? faults : [...faults, `project.config.json: appid "${appid}" is not the office's`];
}

function main() {
  build();
  const faults = faultsOf(target, { declared: json(join(home, 'privacy.json')), release: process.argv.includes('--release') });
  for (const [name, size] of Object.entries(sizesOf(target))) console.log(`${name}: ${Math.round(size / 1024)} KB`);
  for (const fault of faults) console.error(`✗ ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else console.log('Nothing is wrong with what would be uploaded.');
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) main();

