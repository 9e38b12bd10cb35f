import { sharedAddress } from '../../client/testing/world';
import { miniOf } from '../testing/county';

/** A browser at a desk asks to be signed in, and shows a code. */
async function codeAtTheDesk(): Promise<{ code: string; number: string }> {
  const page = await fetch(`${sharedAddress()}/login`);
  const cookie = page.headers.getSetCookie().map((line) => line.split(';')[0]).join('; ');
  const token = /name="__RequestVerificationToken"[^>]*value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const shown = await fetch(`${sharedAddress()}/login/desk`, { method: 'POST', redirect: 'manual', headers: { Cookie: cookie, 'Content-Type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ __RequestVerificationToken: token }).toString() });
  const code = /\/d\/([A-Za-z0-9_-]+)/.exec(await shown.text())?.[1] ?? '';
  const number = /\.(\d\d)$/.exec(decodeURIComponent(shown.headers.getSetCookie().find((line) => line.startsWith('scandeputy-desk='))?.split(';')[0] ?? ''))?.[1] ?? '';
  return { code, number };
}

test.each([
  ['confirm', '已登录，请看电脑屏幕。'],
  ['refuse', '已拒绝，那个登录码作废了。'],
])('An official scans the code on a desk’s screen and can %s', async (decision, said) => {
  const { code, number } = await codeAtTheDesk();
  const mini = miniOf({ persona: 'committee-1' });
  await mini.open('pages/home/home');
  mini.ui.scanned = { result: `https://lz.example.cn/d/${code}` };
  await mini.tap('scan');
  expect(mini.page.route).toBe('official/desk/desk');
  expect(mini.data('number')).toBe(number);
  await mini.tap(decision);
  expect(mini.data('decided')).toBe(said);
});

test('A resident cannot let a desk in', async () => {
  const { code } = await codeAtTheDesk();
  const mini = miniOf();
  await mini.open(`official/desk/desk?id=${code}`);
  expect(mini.data('number')).toBe('');
  expect(mini.data('problem')).not.toBeNull();
});
