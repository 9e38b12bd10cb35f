// Uploads the mini-program as a test version: node scripts/upload.mjs --version 1.0.0 --key ../private.wx….key [--note "…"]. docs/operations/miniprogram.md says where the key comes from.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { home } from './build.mjs';

const { values } = parseArgs({ options: { version: { type: 'string' }, key: { type: 'string' }, note: { type: 'string', default: '' }, robot: { type: 'string', default: '1' } } });
const stop = (text) => {
  console.error(text);
  process.exit(1);
};

if (!/^\d+\.\d+\.\d+$/.test(values.version ?? '')) stop('--version 缺少或不对，例如 --version 1.0.0');
if (!values.key || !existsSync(values.key)) stop('--key 缺少或文件不存在：在微信公众平台“开发管理—开发设置—小程序代码上传”下载上传密钥。');
if (spawnSync(process.execPath, [join(home, 'scripts/check.mjs'), '--release'], { stdio: 'inherit' }).status !== 0) stop('检查没有通过，没有上传。');

const ci = await import('miniprogram-ci').catch(() => stop('请先安装微信的上传工具：npm i --no-save miniprogram-ci@2.1.42'));
const { appid, setting } = JSON.parse(readFileSync(join(home, 'project.config.json'), 'utf8'));
const project = new ci.default.Project({ appid, type: 'miniProgram', projectPath: home, privateKeyPath: values.key, ignores: ['node_modules/**/*'] });
await ci.default.upload({ project, version: values.version, desc: values.note, robot: Number(values.robot), setting, onProgressUpdate: () => undefined });
console.log(`已上传 ${values.version}，请在微信公众平台“版本管理”里设为体验版或提交审核。`);
