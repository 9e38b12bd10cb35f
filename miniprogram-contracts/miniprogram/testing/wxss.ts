import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { built } from './mini';

const width = 390;

/** A style sheet of the mini-program for a browser of 390 px: imports in place, 750 rpx to the width, `page` is the frame. */
export function cssOf(file: string): string {
  const text = readFileSync(file, 'utf8').replace(/@import\s+['"]([^'"]+)['"];?/g, (_, path: string) => cssOf(path.startsWith('/') ? join(built, path) : join(dirname(file), path)));
  return text.replace(/(-?[\d.]+)rpx/g, (_, number: string) => `${String((Number(number) * width) / 750)}px`).replace(/(^|[}\s,])page(?=[\s,{])/g, '$1.phone');
}

const sheetsIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? sheetsIn(join(folder, entry.name)) : entry.name.endsWith('.wxss') ? [join(folder, entry.name)] : []));

/** Everything that a page's look comes from. TDesign first, so that the program's own rules win as in WeChat. */
export function cssOfPage(path: string): string {
  const own = readdirSync(dirname(join(built, path))).filter((name) => name.endsWith('.wxss')).map((name) => join(dirname(join(built, path)), name));
  const tdesign = sheetsIn(join(built, 'miniprogram_npm')).filter((file) => !file.includes(`${join('common', 'style')}`));
  return [...tdesign, join(built, 'app.wxss'), ...sheetsIn(join(built, 'components')), ...own].map(cssOf).join('\n');
}

/** What WeChat's own elements look like where no style says otherwise. */
export const elements = `
*, *::before, *::after { box-sizing: border-box; }
body { margin: 0; font-family: "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
.phone { width: ${String(width)}px; min-height: 100vh; }
.bar { display: flex; align-items: center; justify-content: center; height: 48px; background: #fff; font-size: 17px; font-weight: 600; color: #1a1a1a; }
button { position: relative; border: 0; font-family: inherit; overflow: hidden; }
button::after { content: ' '; position: absolute; top: 0; left: 0; width: 200%; height: 200%; border: 1px solid rgba(0, 0, 0, 0.2); border-radius: 10px; transform: scale(0.5); transform-origin: 0 0; }
input, textarea { font-family: inherit; resize: none; }
.tabs { display: flex; position: sticky; bottom: 0; background: #fff; border-top: 1px solid #e3e5e8; }
.tabs div { flex: 1; padding: 6px 0; text-align: center; font-size: 12px; color: #5f6368; }
.tabs .on { color: #07803f; }
.tabs img { display: block; width: 26px; height: 26px; margin: 0 auto 2px; }
`;
