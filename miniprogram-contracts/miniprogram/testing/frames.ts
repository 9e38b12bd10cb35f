import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Browser } from './browser';
import { built } from './mini';
import { cssOfPage, elements } from './wxss';

/** Where pages and pictures are left. */
export const gallery = process.env['SCANDEPUTY_PREVIEW_FOLDER'] ?? resolve(__dirname, '../../../artifacts/miniprogram');

export interface Frame {
  name: string;
  path: string;
  title: string;
  html: string;
}

/** WeChat's bar, the page, and the tab bar where there is one. */
export function writeFrame(frame: Frame): void {
  mkdirSync(gallery, { recursive: true });
  const body = `<div class="phone"><div class="bar">${frame.title}</div>${frame.html}${tabsOf(frame.path)}</div>`;
  writeFileSync(join(gallery, `${frame.name}.html`), `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=390"><title>${frame.title}</title><style>${elements}${cssOfPage(frame.path)}</style><body>${body}</body></html>`);
}

function tabsOf(path: string): string {
  const { tabBar } = JSON.parse(readFileSync(join(built, 'app.json'), 'utf8')) as { tabBar: { list: { pagePath: string; text: string; iconPath: string; selectedIconPath: string }[] } };
  if (!tabBar.list.some((tab) => tab.pagePath === path)) return '';
  const one = (tab: (typeof tabBar.list)[number]): string => {
    const on = tab.pagePath === path;
    const icon = readFileSync(join(built, on ? tab.selectedIconPath : tab.iconPath)).toString('base64');
    return `<div class="${on ? 'on' : ''}"><img alt="" src="data:image/png;base64,${icon}">${tab.text}</div>`;
  };
  return `<div class="tabs">${tabBar.list.map(one).join('')}</div>`;
}

/** One page with all of them side by side, and a picture of each. */
export function writeGallery(frames: readonly Frame[]): void {
  const phones = frames.map(({ name, title }) => {
    const html = readFileSync(join(gallery, `${name}.html`), 'utf8').replace(/&/g, '&amp;').replace(/"/g, '&quot;');
    return `<figure><iframe id="${name}" title="${title}" width="390" height="844" srcdoc="${html}" onload="this.height = Math.max(844, this.contentDocument.documentElement.scrollHeight)"></iframe><figcaption>${title} · <a href="${name}.html">${name}</a></figcaption></figure>`;
  });
  const style = 'body{margin:24px;background:#dfe3e6;font-family:sans-serif}main{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}figure{margin:0}iframe{border:8px solid #1a1a1a;border-radius:28px;background:#fff}figcaption{padding:8px;text-align:center}';
  writeFileSync(join(gallery, 'index.html'), `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>扫码找代表小程序</title><style>${style}</style><h1>扫码找代表小程序</h1><main>${phones.join('')}</main></html>`);
}

/** Pictures of all frames at their whole height. */
export async function takePictures(frames: readonly Frame[]): Promise<void> {
  const browser = await Browser.start();
  try {
    for (const { name } of frames) writeFileSync(join(gallery, `${name}.png`), await browser.picture(`file://${join(gallery, `${name}.html`)}`));
  } finally {
    await browser.stop();
  }
}
