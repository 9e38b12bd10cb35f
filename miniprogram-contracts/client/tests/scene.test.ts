import { scene } from '../src';
import { sharedAddress } from '../testing/world';

const full = (text: string): string => [...text].map((sign) => (/[!-~]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign)).join('');
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

let codes: string[];
beforeAll(async () => {
  const answer = (await (await fetch(`${sharedAddress()}/sandbox/station-codes`)).json()) as { items: { code: string }[] };
  codes = answer.items.map((item) => item.code);
});

const known = async (code: string): Promise<number> => (await fetch(`${sharedAddress()}/api/v1/station-codes/${encodeURIComponent(code)}`)).status;

test('every code that the server has issued is read', () => {
  expect(codes.length).toBeGreaterThan(50);
  for (const code of codes) expect(scene.ofText(code)).toMatchObject({ kind: 'code', code: { code } });
});

test.each<[string, (code: string) => Record<string, string>]>([
  ['a mini-program code', (code) => ({ scene: code })],
  ['a mini-program code, encoded', (code) => ({ scene: encodeURIComponent(`${code.slice(0, 4)} ${code.slice(4)}`) })],
  ['a plain link', (code) => ({ q: encodeURIComponent(`https://lz.example.cn/s/${code}`) })],
  ['a plain link with marks behind it', (code) => ({ q: encodeURIComponent(`https://lz.example.cn/s/${code}?from=plate#top`) })],
  ['a share card', (code) => ({ code })],
])('a page that is opened by %s', (_, query) => {
  const [code = ''] = codes;
  expect(scene.ofQuery(query(code))).toMatchObject({ kind: 'code', code: { code, display: `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}` } });
});

test.each<[string, (code: string) => string]>([
  ['as it is printed', (code) => `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`],
  ['in small letters', (code) => code.toLowerCase()],
  ['with full-width characters', full],
  ['with another dash and blanks', (code) => ` ${code.slice(0, 4)} — ${code.slice(4)} `],
  ['with O for 0 and l for 1', (code) => code.replace(/0/g, 'O').replace(/1/g, 'l')],
  ['in brackets', (code) => `【${code}】`],
  ['with marks that show nothing', (code) => `\u200B${code}\uFEFF`],
  ['with the address typed by a Chinese input method', (code) => `https：／／lz.example.cn／ｓ／${code}`],
])('what is typed %s is read, and the server reads it alike', async (_, typed) => {
  for (const code of codes.slice(0, 5)) {
    expect(scene.ofText(typed(code))).toMatchObject({ kind: 'code', code: { code } });
    expect(await known(typed(code).replace(/[／/]/g, '/').split('/').pop() ?? '')).toBe(200);
  }
});

test('one wrong character and two exchanged ones are noticed without asking the server', () => {
  for (const code of codes.slice(0, 10)) {
    for (let at = 0; at < code.length; at++) {
      for (const other of alphabet) {
        if (other !== code.charAt(at)) expect(scene.ofText(code.slice(0, at) + other + code.slice(at + 1)).kind).toBe('wrong');
      }
      for (let with_ = at + 1; with_ < code.length; with_++) {
        if (code.charAt(at) === code.charAt(with_)) continue;
        const signs = [...code];
        [signs[at], signs[with_]] = [signs[with_] ?? '', signs[at] ?? ''];
        expect(scene.ofText(signs.join('')).kind).toBe('wrong');
      }
    }
  }
});

test.each([
  ['nothing', {}, 'absent'],
  ['an empty scene', { scene: '' }, 'absent'],
  ['another scene', { scene: 'hello' }, 'wrong'],
  ['a broken encoding', { scene: '%E0%A4%A' }, 'wrong'],
  ['a foreign link', { q: encodeURIComponent('https://example.com/x') }, 'wrong'],
  ['a letter that is none of ours', { code: 'UUUUUUUUUUU' }, 'wrong'],
  ['a very long text', { code: '0'.repeat(5000) }, 'wrong'],
])('%s is not a code', (_, query, kind) => {
  expect(scene.ofQuery(query).kind).toBe(kind);
});
